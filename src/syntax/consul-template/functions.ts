/** What a template may call: Go 1.26, consul-template 0.41.3 (in Nomad 1.11 and 2.0), and sprig below `sprig_`. */
const GO = `
  and call eq ge gt html index js le len lt ne not or print printf println slice urlquery
`;

const CONSUL_TEMPLATE = `
  add base64Decode base64Encode base64URLDecode base64URLEncode byKey byMeta byPort byTag caLeaf
  caRoots connect contains containsAll containsAny containsNone containsNotAll datacenters divide env
  envOrDefault executeTemplate explode explodeMap exportedServices file hmacSHA256Hex in indent join
  key keyExists keyOrDefault loop ls maximum md5sum mergeMap mergeMapWithOverride minimum modulo
  multiply mustEnv node nodes nomadService nomadServices nomadVar nomadVarExists nomadVarList
  nomadVarListSafe parseBool parseFloat parseInt parseJSON parseUint parseYAML partitions peerings
  pkiCert plugin regexMatch regexReplaceAll replaceAll safeLs safeTree scratch secret secrets service
  services sha256Hex sockaddr spew_dump spew_printf spew_sdump spew_sprintf split splitToMap subtract
  timestamp toJSON toJSONPretty toLower toTOML toTitle toUnescapedJSON toUnescapedJSONPretty toUpper
  toYAML tree trim trimPrefix trimSpace trimSuffix writeToFile
`;

const SPRIG = `
  abbrev abbrevboth add add1 add1f addf adler32sum ago all any append atoi b32dec b32enc b64dec b64enc
  base bcrypt biggest buildCustomCert camelcase cat ceil chunk clean coalesce compact concat contains
  decryptAES deepCopy deepEqual default derivePassword dict dig dir div divf duration durationRound
  empty encryptAES ext fail first float64 floor fromJson genCA genCAWithKey genPrivateKey
  genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey get has hasKey
  hasPrefix hasSuffix hello htpasswd indent initial initials int int64 isAbs join kebabcase keys
  kindIs kindOf last list lower max maxf merge mergeOverwrite min minf mod mul mulf mustAppend
  mustChunk mustCompact mustDateModify mustDeepCopy mustFirst mustFromJson mustHas mustInitial
  mustLast mustMerge mustMergeOverwrite mustPrepend mustPush mustRegexFind mustRegexFindAll
  mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit mustRest mustReverse
  mustSlice mustToDate mustToJson mustToPrettyJson mustToRawJson mustUniq mustWithout must_date_modify
  nindent nospace omit osBase osClean osDir osExt osIsAbs pick pluck plural prepend push quote randInt
  regexFind regexFindAll regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral regexSplit
  repeat replace rest reverse round semver semverCompare seq set sha1sum sha256sum sha512sum shuffle
  slice snakecase sortAlpha split splitList splitn squote sub subf substr swapcase ternary title
  toDate toDecimal toJson toPrettyJson toRawJson toString toStrings trim trimAll trimPrefix trimSuffix
  trimall trunc tuple typeIs typeIsLike typeOf uniq unixEpoch unset until untilStep untitle upper
  urlJoin urlParse values without wrap wrapWith
`;

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Go's own, which every program's templates have. */
export const goFunctions: readonly string[] = words(GO);

let known: ReadonlyMap<string, string> | undefined;

/** Whether a template may call it. A name that is not known makes Go refuse the whole template. */
export function isFunction(name: string): boolean {
  return functions().has(name);
}

/** The name as one and the same text for all templates, which is quick to compare and keeps no template in memory. */
export function sharedName(name: string): string {
  return functions().get(name) ?? name;
}

function functions(): ReadonlyMap<string, string> {
  known ??= new Map(
    [...goFunctions, ...words(CONSUL_TEMPLATE), ...words(SPRIG).map((word) => `sprig_${word}`)].map((name) => [
      name,
      name,
    ]),
  );
  return known;
}
