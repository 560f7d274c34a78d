/** What the systems know this program by: notifications, the task bar, the bundle of macOS. It never changes. */
export const appId = 'app.gatehouse.desktop'
