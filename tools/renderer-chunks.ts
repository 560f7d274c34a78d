import type { Plugin } from 'vite'

// A start reads few files: what the window needs before its first frame is one chunk, and what an account opens with
// another one. Left to itself the bundler makes some seventy of them, each a request to main.

interface ModuleGraph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/** All that a module needs before it runs, itself included. */
function neededBy(root: string, graph: ModuleGraph): Set<string> {
  const found = new Set<string>()
  const waiting = [root]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue
    found.add(id)
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []))
  }
  return found
}

/**
 * Names the chunk of a module by the first of `roots` that needs it. What the entry itself needs stays with it: it
 * runs before the others, to put the language in place.
 */
export function chunksByRoot(entry: string, roots: Record<string, string>) {
  let chunkOf: Map<string, string | null> | null = null
  return (id: string, graph: ModuleGraph): string | null => {
    if (!chunkOf) {
      chunkOf = new Map()
      for (const each of neededBy(entry, graph)) chunkOf.set(each, null)
      for (const [name, root] of Object.entries(roots))
        for (const each of neededBy(root, graph)) if (!chunkOf.has(each)) chunkOf.set(each, name)
    }
    return chunkOf.get(id) ?? null
  }
}

/** Lets the page fetch chunks by name, with their styles, while its entry still runs. */
export function fetchAhead(names: readonly string[]): Plugin {
  return {
    name: 'gatehouse:fetch-ahead',
    transformIndexHtml: {
      order: 'post',
      handler(_page, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter(
          (each) => each.type === 'chunk' && names.includes(each.name),
        )
        return chunks.map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', href: `./${fileName}` },
          injectTo: 'head' as const,
        }))
      },
    },
  }
}
