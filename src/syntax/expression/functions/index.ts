import { bool, string, textOf, unknown } from '../value.ts';
import { collectionFunctions } from './collections.ts';
import { dataFunctions } from './data-formats.ts';
import { dateFunctions } from './dates.ts';
import { encodingFunctions } from './encoding.ts';
import { define, type HclFunction } from './function.ts';
import { networkFunctions } from './network.ts';
import { numberFunctions } from './numbers.ts';
import { textFunctions } from './text.ts';

export { ArgumentProblem, type HclFunction, type Parameter } from './function.ts';

/** What Nomad's server refuses, because a job file may not look at its disk. */
const FILES = ['abspath', 'basename', 'dirname', 'file', 'filebase64', 'fileexists', 'fileset', 'pathexpand'];

/** What gives something else each time: the values are unknown, with the reason. */
const OPEN: Readonly<Record<string, readonly [signature: string, reason: string]>> = {
  bcrypt: ['str string, cost... number', 'bcrypt() gives another value each time'],
  uuidv4: ['', 'uuidv4() gives another value each time'],
};

/** The functions of job files by their names, but for `try`, `can` and `convert`, whose arguments are special. */
export function findFunction(
  name: string,
  files: (path: string) => string | undefined = () => undefined,
): HclFunction | undefined {
  for (const family of [
    textFunctions,
    collectionFunctions,
    numberFunctions,
    encodingFunctions,
    networkFunctions,
    dateFunctions,
    dataFunctions,
  ])
    if (Object.hasOwn(family, name)) return family[name];
  const open = Object.hasOwn(OPEN, name) ? OPEN[name] : undefined;
  if (open !== undefined) return define(open[0], () => unknown(open[1]));
  // The command line of Nomad reads files; its server does not.
  if (name === 'file' || name === 'fileexists')
    return define('path string', (path) => {
      const found = files(textOf(path ?? string('')));
      if (found === undefined) return unknown(`${name}() names a file that is not here`);
      return name === 'file' ? string(found) : bool(true);
    });
  if (FILES.includes(name))
    return define('path string, more... any', () =>
      unknown(`${name}() reads the disk of the machine that runs the job file`),
    );
  return undefined;
}

export function functionNames(): string[] {
  return [
    ...[
      textFunctions,
      collectionFunctions,
      numberFunctions,
      encodingFunctions,
      networkFunctions,
      dateFunctions,
      dataFunctions,
    ].flatMap((family) => Object.keys(family)),
    ...Object.keys(OPEN),
    ...FILES,
    'can',
    'convert',
    'try',
  ].toSorted();
}
