import pg from 'pg'

/** Runs statements one after the other on a connection of their own: what no pool and no transaction may hold. */
export async function runStatements(connectionString: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
