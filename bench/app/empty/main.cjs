// The floor that a start is measured against: a window with a page of a few words, and nothing else.
const { app, BrowserWindow } = require('electron')
const { join } = require('node:path')

app.on('window-all-closed', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1320, height: 860, webPreferences: { sandbox: true } })
  window.loadFile(join(__dirname, 'index.html'))
})
