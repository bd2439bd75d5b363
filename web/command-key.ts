/** The key of shortcuts as this computer's keyboard has it. */
export const commandKey = (): string => (/mac|iphone|ipad/iu.test(navigator.userAgent) ? '⌘' : 'Ctrl');
