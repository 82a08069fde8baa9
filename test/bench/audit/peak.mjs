// Preloaded: says at the end how much memory the process had at most, in kilobytes, to whom it was started by.
process.once('exit', () => process.send?.({ peak: process.resourceUsage().maxRSS }));
process.channel?.unref();
