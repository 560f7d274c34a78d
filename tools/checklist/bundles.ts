// The built app as a checker sees it: its files, and the syntax tree of each script. Minified code is still code, so
// what is asked of it is asked of the tree, not of the text.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vite'

const root = join(import.meta.dirname, '../..')

export interface Node {
  type: string
  /** Of a name: nothing within the file's own functions and blocks is called so, so it is the file's or an import. */
  isFree?: boolean
  [field: string]: unknown
}

export interface Bundle {
  /** The scripts of this part of the app, each as all nodes of its tree. */
  scripts: readonly (readonly Node[])[]
  /** The nodes of all of them. */
  nodes: readonly Node[]
  /** Files that aren't scripts, by their name within the part. */
  texts: ReadonlyMap<string, string>
}

export interface Bundles {
  main: Bundle
  preload: Bundle
  renderer: Bundle
}

/** What `npm run build` has left. */
export function readBundles(folder = join(root, 'out')): Bundles {
  return {
    main: readBundle(join(folder, 'main')),
    preload: readBundle(join(folder, 'preload')),
    renderer: readBundle(join(folder, 'renderer')),
  }
}

function readBundle(folder: string): Bundle {
  const scripts: Node[][] = []
  const texts = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const text = readFileSync(path, 'utf8')
    if (/\.c?js$/.test(path)) scripts.push(nodesOf(text))
    else if (/\.(html|css|svg|json)$/.test(path)) texts.set(path.slice(folder.length + 1), text)
  }
  return { scripts, nodes: scripts.flat(), texts }
}

/** The same with one more script in one part. */
export function withScript(bundles: Bundles, part: keyof Bundles, script: string): Bundles {
  const { scripts, texts } = bundles[part]
  const more = [...scripts, nodesOf(script)]
  return { ...bundles, [part]: { scripts: more, nodes: more.flat(), texts } }
}

function nodesOf(script: string): Node[] {
  const nodes: Node[] = []
  collect(parseAst(script), [], nodes)
  return nodes
}

/** `scopes`: what is declared around here, without the file's own level. */
function collect(value: unknown, scopes: readonly ReadonlySet<string>[], into: Node[]): void {
  if (Array.isArray(value)) {
    for (const each of value) collect(each, scopes, into)
    return
  }
  if (!isNode(value)) return
  if (value.type === 'Identifier') value.isFree = !scopes.some((names) => names.has(value.name as string))
  into.push(value)
  const declared = value.type === 'Program' ? new Set<string>() : declaredBy(value)
  const inner = declared.size > 0 ? [...scopes, declared] : scopes
  for (const child of Object.values(value)) if (typeof child === 'object') collect(child, inner, into)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

/** The names that a function, a block, a loop or a `catch` brings along. */
function declaredBy(node: Node): Set<string> {
  const names = new Set<string>()
  if (/Function/.test(node.type)) {
    addNames(node.params, names)
    addNames(node.id, names)
    addHoisted(node.body, names)
  }
  if (node.type === 'BlockStatement') for (const each of node.body as Node[]) addDeclaration(each, names)
  if (node.type === 'SwitchStatement')
    for (const { consequent } of node.cases as Node[])
      for (const each of consequent as Node[]) addDeclaration(each, names)
  if (/^For/.test(node.type)) addDeclaration((node.init ?? node.left) as Node, names)
  if (node.type === 'CatchClause') addNames(node.param, names)
  if (/^Class/.test(node.type)) addNames(node.id, names)
  return names
}

function addDeclaration(node: Node | null, names: Set<string>): void {
  if (node?.type === 'VariableDeclaration')
    for (const { id } of node.declarations as Node[]) addNames(id, names)
  if (node?.type === 'FunctionDeclaration' || node?.type === 'ClassDeclaration') addNames(node.id, names)
}

/** `var` is the function's, however deep it stands. */
function addHoisted(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) addHoisted(each, names)
  if (!isNode(value) || /Function/.test(value.type)) return
  if (value.type === 'VariableDeclaration') addDeclaration(value, names)
  for (const child of Object.values(value)) if (typeof child === 'object') addHoisted(child, names)
}

/** Of a parameter or of what is declared, taken apart or not. */
function addNames(pattern: unknown, names: Set<string>): void {
  if (Array.isArray(pattern)) for (const each of pattern) addNames(each, names)
  if (!isNode(pattern)) return
  if (pattern.type === 'Identifier') names.add(pattern.name as string)
  else if (pattern.type === 'Property') addNames(pattern.value, names)
  else if (pattern.type === 'AssignmentPattern') addNames(pattern.left, names)
  else for (const part of [pattern.properties, pattern.elements, pattern.argument]) addNames(part, names)
}

/** What a node says as it stands: a text, a number, yes or no; undefined where that is decided at run time. */
export function said(node: unknown): unknown {
  const { type, ...fields } = node as Node
  if (type === 'Literal') return fields.value
  if (type === 'UnaryExpression' && fields.operator === '!') {
    const value = said(fields.argument)
    return value === undefined ? undefined : !value
  }
  if (type === 'TemplateLiteral' && (fields.expressions as unknown[]).length === 0) {
    const [part] = fields.quasis as { value: { cooked: string } }[]
    return part?.value.cooked
  }
  return undefined
}

/** The name of a member or key, whichever way it is written. */
function nameOf(node: unknown): string | undefined {
  const { type, name } = node as Node
  return type === 'Identifier' ? (name as string) : (said(node) as string | undefined)
}

/** The fields of each object that is written down with this field. */
export function objectsWith(bundle: Bundle, field: string): Map<string, Node>[] {
  return bundle.nodes
    .filter(({ type }) => type === 'ObjectExpression')
    .map(fieldsOf)
    .filter((fields) => fields.has(field))
}

export function fieldsOf(object: Node): Map<string, Node> {
  const properties = (object.properties ?? []) as Node[]
  return new Map(
    properties.flatMap((each) =>
      each.type === 'Property' ? [[nameOf(each.key) ?? '?', each.value as Node] as const] : [],
    ),
  )
}

/** The arguments of each call of a method of this name. */
export function callsOf(bundle: Bundle, method: string): Node[][] {
  return bundle.nodes.flatMap(({ type, callee, arguments: given }) => {
    if (type !== 'CallExpression') return []
    const { type: kind, property } = callee as Node
    return kind === 'MemberExpression' && nameOf(property) === method ? [given as Node[]] : []
  })
}

/** The events that something is done about, by the texts that `on` is called with. */
export function eventsHeard(bundle: Bundle): Set<unknown> {
  return new Set(callsOf(bundle, 'on').map(([name]) => name && said(name)))
}

/** Each place where what Electron exports under this name is used: the node, and the nodes of its script. */
export function usesOf(bundle: Bundle, imported: string): { node: Node; script: readonly Node[] }[] {
  return bundle.scripts.flatMap((script) => {
    const imports = script
      .filter(({ type, source }) => type === 'ImportDeclaration' && said(source) === 'electron')
      .flatMap(({ specifiers }) => specifiers as Node[])
    const named = imports.filter(({ imported: name }) => name !== undefined && nameOf(name) === imported)
    const locals = new Set(named.map(({ local }) => nameOf(local)))
    const declared = new Set(imports.flatMap((each) => [each.local, each.imported]))
    const keys = new Set(script.flatMap(nameOnly))
    return script
      .filter((node) => node.type === 'Identifier' && node.isFree && locals.has(node.name as string))
      .filter((node) => !declared.has(node) && !keys.has(node))
      .map((node) => ({ node, script }))
  })
}

/** Identifiers that are only names of members and fields. */
function nameOnly({ type, computed, property, key, shorthand }: Node): unknown[] {
  if (computed === true) return []
  if (type === 'MemberExpression') return [property]
  return (type === 'Property' && shorthand !== true) || /^(Method|Property)Definition$/.test(type)
    ? [key]
    : []
}

/** The arguments of each `new Name()` of a class of Electron's. */
export function madeOf(bundle: Bundle, imported: string): Node[][] {
  return usesOf(bundle, imported).flatMap(({ node, script }) =>
    script
      .filter(({ type, callee }) => type === 'NewExpression' && callee === node)
      .map(({ arguments: given }) => given as Node[]),
  )
}

/** Every text in the scripts. */
export function textsIn(bundle: Bundle): string[] {
  return bundle.nodes.map((node) => said(node)).filter((value) => typeof value === 'string')
}
