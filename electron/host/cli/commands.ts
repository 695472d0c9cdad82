import type { Command } from './command.ts';
import { decideCommands } from './room/decideCommands.ts';
import { lookCommands } from './room/lookCommands.ts';
import { rampCommands } from './room/rampCommands.ts';

const formatNames = 'holdpoint, csv (and TSV), prometheus, otlp, cloudevents or statsd';
const json = ['--json', 'one JSON document on standard output, and nothing else there'] as const;
const plan = ['--plan p.yaml', 'the plan to judge by'] as const;
const force = ['-f, --force', 'writes over a file that is there already'] as const;
const overlay = [
  '--overlay s.holdpoint',
  'another session, whose marks stand under this one’s on the timeline',
] as const;

/** Every command that there is. Dispatch, help and advice come from here; each loads its own code when it is called. */
export const commands: readonly Command[] = [
  {
    name: 'open',
    what: 'opens a launch of the product, replaying, for this machine’s browser; or tells how a session ended, or what is in a file',
    usage:
      'holdpoint open [session.holdpoint] [--launch shopnow-one-click] [--speed 10] [--invite] [--overlay s.holdpoint] [--words]',
    notes: [
      'With a file of telemetry, ours or other people’s: what is in it, before anything is kept (holdpoint import).',
      'With a session file: how things stood at its end. Without any word, holdpoint alone does the same as open.',
    ],
    options: [
      ['--launch shopnow-one-click', 'a folder of data/'],
      ['--speed 10', 'seconds of the launch in one second'],
      ['--invite', 'prints a link for each role of the plan, as holdpoint serve does'],
      ['--words', 'tells the room line by line on the terminal'],
      overlay,
    ],
    load: async () => (await import('./open.ts')).open,
  },
  {
    name: 'serve',
    what: 'opens the room for browsers and command lines on this machine',
    usage:
      'holdpoint serve [session.holdpoint] [--port 7070] [--host 127.0.0.1] [--invite | --view-only] [--new-links] [--launch l] [--speed 10] [--overlay s.holdpoint]',
    options: [
      ['--port 7070', 'where it listens; 0 takes a port that is free'],
      ['--host 127.0.0.1', 'an address of this machine; others reach it only when it is not 127.0.0.1'],
      ['--invite', 'prints a link for each role of the plan: whoever opens it acts in that role and no other'],
      ['--view-only', 'there is no way to act: no command, no control, no file'],
      ['--new-links', 'makes all links, keys and browsers of before worthless, of every session'],
      ['--launch shopnow-one-click', 'without a session file: a folder of data/, replaying'],
      ['--speed 10', 'seconds of that launch in one second'],
      overlay,
    ],
    notes: [
      'The address that it prints lets one browser in, once, and may choose any role. The link of a role is for one person, on',
      'as many devices as he has, and stands for HOLDPOINT_ROOM too; a browser is who opened the last link in it. After a',
      'restart of the same session links and browsers are as before. What goes over the wire is not encrypted.',
    ],
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'lint',
    what: 'looks for errors in a plan, and says what each rule needs to fire',
    usage: 'holdpoint lint <plan> [--json]',
    options: [json],
    notes: ['Exits with 1 where the plan has errors; warnings and notes do not count.'],
    load: async () => (await import('./lint.ts')).lint,
  },
  {
    name: 'simulate',
    what: 'makes the recording of a scenario, the same bytes for the same seed',
    usage: 'holdpoint simulate <scenario> -o <recording.ndjson.zst> [--force]',
    options: [['-o, --output rec.ndjson.zst', 'where the recording goes; .zst and .gz are compressed'], force],
    load: async () => (await import('./simulate.ts')).simulate,
  },
  {
    name: 'replay',
    what: 'replays a recording, or the lines of a session, into a session; goes on where one was interrupted',
    usage: 'holdpoint replay <recording | session> --plan p --session s.holdpoint [--speed 60] [--json]',
    options: [
      plan,
      ['--session s.holdpoint', 'the session file: made, or gone on with if it holds this replay'],
      ['--speed 60', 'seconds of the recording in one second; without it, as fast as possible'],
      json,
    ],
    load: async () => (await import('./replay.ts')).replay,
  },
  {
    name: 'judge',
    what: 'judges a recording or a session by a plan, without a screen',
    usage: 'holdpoint judge [--plan p] --recording <recording | session> [--at I]... [--set RULE.FIELD=V]... [--json]',
    options: [
      ['--plan p.yaml', 'the plan to judge by; a session brings its own'],
      ['--recording rec.ndjson.zst', 'what to judge: a recording, NDJSON, plain or as .zst or .gz; or a session'],
      ['--at T+30m', 'shows the state at this instant too: ISO 8601 with a zone, or against T-0'],
      ['--set RB-2.over=300', 'judges with this number instead, beside the plan as it is'],
      json,
    ],
    notes: [
      'Numbers that can be set: over, under, for, clear.for, clear.under, clear.over, confidence, window, burnOver,',
      'burnUnder, ratioOver, h and others of the rule; factor or spend of an alert pair, as checkout.fast.factor=10.',
    ],
    load: async () => (await import('./judge.ts')).judge,
  },
  {
    name: 'backtest',
    what: 'holds a plan against recordings of known days: what it finds, what it misses, what it cries for nothing',
    usage:
      'holdpoint backtest [--plan p] --recording r... [--sweep RB-2.over=100..400:25]... [--set RULE.FIELD=V]... [--expects s.yaml]... [--json] [--csv f] [--svg f]',
    options: [
      plan,
      ['--recording r1 r2', 'recordings or sessions, each judged by itself; a session brings its plan'],
      ['--sweep RB-2.over=100..400:25', 'a curve: one number from, to and by which step; several are combined'],
      ['--set RB-2.over=300', 'holds the plan with this number instead beside the plan as it is'],
      ['--expects scenario.yaml', 'the right answers: once for all recordings, or once for each in their order'],
      json,
      ['--csv out.csv', 'writes the curve for spreadsheets'],
      ['--svg out.svg', 'writes the curve as a picture: what was found, false alarms, time to detect'],
      force,
    ],
    notes: [
      'The right answers are the expects of a scenario; without --expects, the marks of a session (holdpoint mark), else of',
      'scenario.yaml beside the plan.',
      'For a real day write one: only its starts, lasts, incidents and expects are looked at.',
      'A curve is of the triggers on the swept number alone: what becomes of the call, --set says. At most 1,000 points.',
      'Without --sweep it exits with 1 where an answer is missed or an alarm is false.',
    ],
    load: async () => (await import('./backtest.ts')).backtest,
  },
  {
    name: 'rehearse',
    what: 'lives through a scenario whose world answers what is done, by a script of moves or with people',
    usage:
      'holdpoint rehearse <scenario> [--script moves.yaml] [--session out.holdpoint] [--json] | <scenario> --serve [--port 7070] [--host 127.0.0.1] [--session out.holdpoint] | compare <a.holdpoint> <b.holdpoint> [--json]',
    options: [
      ['--script moves.yaml', 'who does what and when, as the command line writes it; without it nobody does anything'],
      ['--session out.holdpoint', 'a new session file; among the temporary files when absent'],
      ['--serve', 'opens a room for people, with a link for each role and one for the facilitator'],
      ['--port 7070', 'where it listens; 0 takes a port that is free'],
      ['--host 127.0.0.1', 'an address of this machine; others reach it only when it is not 127.0.0.1'],
      json,
    ],
    notes: [
      'A scenario is a file, or a folder of data/ and a file in it, such as shopnow-one-click/clean-day.',
      'It is scored against what the scenario expects; compare holds two sessions against each other, aligned at T-0.',
      'Exits with 1 where a move was refused.',
    ],
    load: async () => (await import('./rehearse.ts')).rehearse,
  },
  {
    name: 'live',
    what: 'takes a launch in as it happens and opens its room',
    usage:
      'holdpoint live --plan p.yaml --from ws://127.0.0.1:7071 [--from ...] [--session s.holdpoint] [--t0 now+5m] [--desks nats://host:4222 --desk dublin] [--port 7070] [--host 127.0.0.1] [--invite | --view-only] [--new-links]',
    options: [
      [
        '--plan p.yaml',
        'the plan to judge by; a session that goes on has its own, and other desks may have agreed on one',
      ],
      [
        '--from ws://127.0.0.1:7071',
        'where telemetry comes from, any number of them; env:NAME keeps an address out of sight',
      ],
      ['--session s.holdpoint', 'the session file: made, or gone on with where every source was read'],
      ['--t0 now+5m', 'moves T-0 of a new session, to an instant with its zone or so long from now'],
      ['--desks nats://host:4222', 'the NATS server with JetStream at which several desks decide this launch together'],
      ['--desk dublin', 'what this desk is called there: telemetry is its own, the ledger is one for all of them'],
      ['--port 7070', 'where the room listens; 0 takes a port that is free'],
      ['--host 127.0.0.1', 'an address of this machine; others reach it only when it is not 127.0.0.1'],
      ['--invite', 'prints a link for each role of the plan'],
      ['--view-only', 'there is no way to act: no command, no control, no file'],
      ['--new-links', 'makes all links, keys and browsers of before worthless, of every session'],
    ],
    notes: [
      'What comes is on the disk before it is judged, and acknowledged after. Orders and updates really leave this room, by',
      'the addresses that the plan names. Go on with a session by the same sources in the same order.',
    ],
    load: async () => (await import('./live.ts')).live,
  },
  {
    name: 'gateway',
    what: 'plays a recording, or what is piped in, as a live source',
    usage:
      'holdpoint gateway <recording | -> [--port 7071] [--host 127.0.0.1 | --to nats://host:4222/<launch> [--make-stream]] [--speed 1]',
    options: [
      ['--port 7071', 'where it listens; 0 takes a port that is free'],
      ['--host 127.0.0.1', 'an address of this machine; others reach it only when it is not 127.0.0.1'],
      ['--to nats://host:4222/<launch>', 'puts it into the stream of a NATS server instead'],
      ['--make-stream', 'makes that stream (HOLDPOINT, for every launch) where there is none'],
      ['--speed 1', 'seconds of the recording in one; only 1 feeds holdpoint live'],
    ],
    notes: [
      'The first line of the recording arrives now, and every other at its distance from it. With - each line of standard',
      'input is a sample of now. How it speaks is written in data/live-protocol/README.md.',
    ],
    load: async () => (await import('./gateway.ts')).gateway,
  },
  {
    name: 'import',
    what: 'makes a recording of files of telemetry, ours or other people’s, with a summary first',
    usage:
      'holdpoint import <file> [more files...] [--as csv] [--map m.yaml] [--zone Europe/Berlin] [--offset file=+1h]... -o <recording.ndjson.zst> [--dry-run] [--yes] [--force] [--json]',
    options: [
      ['-o, --output rec.ndjson.zst', 'where the recording goes; .zst and .gz are compressed'],
      ['--as csv', `the format of the files, where it is not found out: ${formatNames}`],
      ['--map m.yaml', 'how a table is read: written where it is not there yet, to be mended, and read where it is'],
      ['--zone Europe/Berlin', 'the zone of times that name none; UTC when absent'],
      ['--offset gw.csv=+1h', 'added to every time of that file, whose clock is wrong'],
      ['--dry-run', 'the summary alone'],
      ['-y, --yes', 'does not ask before it writes; nobody is asked where there is no terminal'],
      force,
      json,
    ],
    notes: ['Several files become one recording, in the order of time. Files may be plain or as .zst or .gz.'],
    load: async () => (await import('./import.ts')).importFile,
  },
  {
    name: 'report',
    what: 'writes the review of a session: a page that opens offline, Markdown, JSON, CSV or PDF',
    usage: 'holdpoint report <session> [--html f] [--md f] [--json f] [--csv f] [--pdf f] [--tz UTC] [--force]',
    options: [
      ['--html out.html', 'one file with timeline, charts and every decision with its evidence'],
      ['--md out.md', 'Markdown, for tickets and wikis'],
      ['--json out.json', 'everything as one JSON document, holdpoint/review@1'],
      ['--csv out.csv', 'the timeline, for spreadsheets'],
      ['--pdf out.pdf', 'the page as it prints; needs Chromium, or HOLDPOINT_CHROMIUM with its path'],
      ['--tz UTC', 'the zone in which times are written'],
      ['--force', 'writes over files that are there'],
    ],
    notes: [
      'A form without a file goes to standard output, a PDF beside the session; without any, the Markdown is printed.',
    ],
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'verify',
    what: 'proves a session whole, or names the first bad row',
    usage: 'holdpoint verify <session> [--checkpoint c.json] [--salvage out.ndjson] [--json]',
    options: [
      ['--checkpoint c.json', 'a signed checkpoint that was kept elsewhere'],
      ['--salvage out.ndjson', 'writes the rows of its ledger that are whole, one a line'],
      json,
    ],
    notes: ['Exits with 1 where the session is not whole.'],
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'restore',
    what: 'puts the newest backup that is whole in the place of a damaged session, and tells what came after it',
    usage: 'holdpoint restore <session> [--from backup] [--list] [--json]',
    options: [
      ['--from backup', 'this one of its backups, by name; also where the session is not damaged'],
      ['--list', 'shows the backups, when they were made and whether they are whole, and restores nothing'],
      json,
    ],
    notes: [
      'What stands in its place is kept under another name, never written over. Exits with 1 where no backup is whole.',
    ],
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'doctor',
    what: 'says what works on this machine, and what to do about what does not',
    usage: 'holdpoint doctor [--from ws://127.0.0.1:7071]... [--json]',
    options: [['--from ws://127.0.0.1:7071', 'reaches out to this source too, and keeps nothing of what comes'], json],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'schema',
    what: 'prints the JSON Schema of a format, so that editors complete and check',
    usage: 'holdpoint schema plan|scenario|telemetry|live|moves',
    options: [],
    load: async () => (await import('./schema.ts')).schema,
  },
  ...lookCommands,
  ...decideCommands,
  ...rampCommands,
];
