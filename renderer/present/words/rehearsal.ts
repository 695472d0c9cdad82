/** What a rehearsal says, and what its facilitator does. */
export const rehearsalWords = {
  'rehearse.everybody': 'Everybody',
  'deed.inject.release': 'Tell it now',
  'deed.inject.skip': 'Leave it out',
  'deed.inject.add': 'Tell the room something',
  'deed.rehearsal.end': 'End the rehearsal',
  'says.inject.release': '{inject} is told now, to those whom it is addressed to.',
  'says.inject.skip': '{inject} will not be told.',
  'says.inject.add': 'Those in these roles hear it at once, as part of the exercise.',
  'says.rehearsal.end': 'The world stops here, for everybody. What was done is kept and scored.',
  'field.inject': 'Message',
  'field.saidBy': 'Who says it',
  'field.toldTo': 'Who hears it',
  'field.isSaid': 'What is said',
  'submit.tell': 'Tell it',
  'submit.leaveOut': 'Leave it out',
  'submit.endRehearsal': 'End the rehearsal',
} as const;
