import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface Import {
  /** `src/hub/server.ts`, seen from the top of the repository. */
  readonly from: string;
  /** A package's name, or a file of ours as seen from the top. */
  readonly to: string;
  readonly typesOnly: boolean;
}

export function sourceFiles(top: string, folders: readonly string[]): string[] {
  return folders
    .filter((folder) => fs.existsSync(path.join(top, folder)))
    .flatMap((folder) =>
      fs
        .readdirSync(path.join(top, folder), { recursive: true, encoding: 'utf8' })
        .map((name) => path.posix.join(folder, name)),
    )
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

export function importsOf(top: string, file: string): Import[] {
  const text = fs.readFileSync(path.join(top, file), 'utf8');
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    from: file,
    to: fileName.startsWith('.') ? ourFile(top, file, fileName) : packageName(fileName),
    typesOnly: isTypesOnly(text.slice(0, pos)),
  }));
}

function ourFile(top: string, from: string, to: string): string {
  const target = path.posix.join(path.posix.dirname(from), to);
  return [`${target}.ts`, `${target}/index.ts`].find((file) => fs.existsSync(path.join(top, file))) ?? target;
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** `import type …`, or braces in which every name is marked `type`: nothing of either is left when the program runs. */
function isTypesOnly(before: string): boolean {
  if (/(require|import)\(\s*['"]?$/.test(before)) return false;
  const clause = before.slice(Math.max(before.lastIndexOf('import'), before.lastIndexOf('export')));
  if (/^(import|export)\s+type\b/.test(clause)) return true;
  const names = /^(?:import|export)\s*\{([^}]*)\}/.exec(clause)?.[1];
  return names !== undefined && names.split(',').every((name) => !name.trim() || name.trim().startsWith('type '));
}

/** Files that import each other in a ring, each ring once. */
export function rings(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, typesOnly } of imports) if (!typesOnly) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[][] = [];
  const walk = (file: string, trail: string[]): void => {
    if (trail.includes(file)) found.push([...trail.slice(trail.indexOf(file)), file]);
    if (done.has(file)) return;
    done.add(file);
    for (const to of next.get(file) ?? []) walk(to, [...trail, file]);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}
