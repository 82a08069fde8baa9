module regexporacle

go 1.26
