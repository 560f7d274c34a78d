export const safeModeSwitch = '--safe-mode'
