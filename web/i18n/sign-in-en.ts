/** Signing in, and being let in. */
export const signInEn = {
  title: 'Sign in',
  lead: 'We send a code to your e-mail. No password.',
  email: 'E-mail',
  send: 'Send a code',
  invitation: 'By invitation only. No invitation yet? Ask the person who runs this Rollcall.',
  privacy: 'Your photos, jobs and names are seen by you only.',
  codeTitle: 'Enter the code',
  sentTo: 'Sent to',
  mayTake: 'It may take a minute.',
  code: 'Code',
  go: 'Sign in',
  checking: 'Checking the code',
  another: 'Another e-mail',
  newCode: 'Send a new code',
  newCodeIn: (time: string) => `New code in ${time}`,
  notInvited: 'Not invited?',
  notInvitedText:
    'An e-mail that is not on the list gets no code. This page looks the same, so that nobody can find out who is.',
  expired: 'Sign in again',
  expiredLead: 'Your session ended. A new code brings you back to where you were.',
  problems: {
    bad_address: 'This is no e-mail address.',
    wrong_code: 'This code does not fit, or it is too old.',
    too_many: 'Too many tries.',
    tooManyWait: (time: string) => `Too many tries. Again in ${time}.`,
    unreachable: 'No connection. Nothing was sent.',
    other: 'That did not work. Try again later.',
  },
  refused: {
    not_invited: 'You are not on the list',
    not_invitedText: 'This Rollcall is by invitation. Ask the person who runs it to add your e-mail.',
    not_accepted: 'The sign-in is not accepted here',
    not_acceptedText:
      'You are signed in, but Rollcall does not know the key. The person who runs it can mend that.',
    elsewhere: 'You are not signed in',
    elsewhereText:
      'This Rollcall is for people who are signed in. Ask the person who runs it for the way in.',
  },
  account: 'Your account',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
};
