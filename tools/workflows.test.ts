import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.github/workflows')
const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }

const stepSchema = z.strictObject({
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
})
const jobSchema = z.strictObject({
  name: z.string().optional(),
  needs: z.string().optional(),
  strategy: z.object({ matrix: z.record(z.string(), z.unknown()) }).optional(),
  'runs-on': z.string(),
  environment: z.string().optional(),
  'timeout-minutes': z.number().max(120),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
  steps: z.array(stepSchema).min(1),
})
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({ contents: z.literal('read') }),
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() }),
  jobs: z.record(z.string(), jobSchema),
})

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

describe.each(readdirSync(folder))('%s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8')
  const workflow = workflowSchema.parse(load(text))
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap((job) => job.steps)

  it('uses actions of GitHub alone, each pinned to a commit with its version beside it', () => {
    const used = [...text.matchAll(/uses: (.*)/g)].map(([, what]) => what)
    expect(used.length).toBe(steps.filter(({ uses }) => uses).length)
    for (const what of used) {
      expect(what).toMatch(/^actions\/(checkout|setup-node|upload-artifact)@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    }
  })

  it('runs nothing of a stranger with more than the right to read', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target')
    expect(Object.keys(workflow.on)).not.toContain('workflow_run')
    const writers = jobs.filter(({ permissions = {} }) => Object.values(permissions).includes('write'))
    for (const job of writers) {
      expect(Object.keys(workflow.on.push as object)).toEqual(['tags'])
      expect(job.environment).toBe('release')
    }
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with?.['persist-credentials']).toBe(false)
    }
  })

  it('gives secrets to jobs that a person has to allow, as environment and never as a part of a command', () => {
    for (const job of jobs) {
      const said = JSON.stringify(job)
      if (said.includes('secrets.')) expect(job.environment).toBe('release')
    }
    for (const { run = '' } of steps) {
      // The list of tests stands in the same file.
      expect(run.replace(/\$\{\{ matrix\.tests \}\}/, '')).not.toMatch(/\$\{\{/)
    }
  })

  it('calls only scripts that there are', () => {
    for (const { run = '' } of steps) {
      for (const [, name = ''] of run.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name])
    }
  })
})

it('tests and packages on the three systems', () => {
  const text = readFileSync(join(folder, 'check.yml'), 'utf8')
  const { jobs } = workflowSchema.parse(load(text))
  for (const job of [jobs.test, jobs.package]) {
    const matrix = JSON.stringify(job?.strategy?.matrix)
    for (const system of ['ubuntu', 'macos', 'windows']) expect(matrix).toContain(`"${system}-`)
  }
})
