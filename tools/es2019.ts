// `node tools/es2019.ts FOLDER`: the built app once more as ES2019, for tools that read nothing newer, as the checker
// of docs/security.md. Nothing of it runs or is shipped.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { transformWithOxc } from 'vite'

const root = join(import.meta.dirname, '..')
const built = join(root, 'out')
const [folder] = process.argv.slice(2)
if (folder === undefined || !existsSync(join(built, 'main'))) {
  console.error('es2019: name a folder to write to, and run `npm run build` before')
  process.exit(1)
}

for (const part of ['main', 'preload', 'renderer']) {
  for (const entry of readdirSync(join(built, part), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(c?js|html)$/.test(entry.name)) continue
    const source = join(entry.parentPath, entry.name)
    const target = join(folder, source.slice(built.length + 1)).replace(/\.cjs$/, '.js')
    mkdirSync(dirname(target), { recursive: true })
    if (entry.name.endsWith('.html')) copyFileSync(source, target)
    else {
      const { code } = await transformWithOxc(readFileSync(source, 'utf8'), target, { target: 'es2019' })
      writeFileSync(target, code)
    }
  }
}
copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
