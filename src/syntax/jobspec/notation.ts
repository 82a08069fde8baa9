/**
 * What Nomad 1.11.1's job and everything in it is made of: the name of a member in the API, and how a job file says it.
 * `region = *string` is an argument, `group {} []*TaskGroup` a block, `[name] string` a label; a bare type cannot be said
 * in a file. `!` marks an argument that must be there, a `?` at the end a member that the API leaves out when empty.
 * Types are Go's: `*` may be null, `[]` is a list, `map:` a map with names for keys. Written by the oracle: `go run . schema`.
 */
export type Members = Readonly<Record<string, Readonly<Record<string, string>>>>;
