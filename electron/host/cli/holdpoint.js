#!/usr/bin/env node
// The way in. Plain JavaScript that an old Node can still parse, because its first duty is to refuse that Node in
// words: an older one cannot run TypeScript, and it dies without a word when the database driver opens a file.
const oldest = [22, 18];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  refuse(
    `holdpoint needs Node ${oldest.join('.')} or later and this is ${process.versions.node}: run \`npm ci\` in the clone ` +
      'and then `npx holdpoint` or `npm run holdpoint --` there, which bring their own Node, or install a newer one.',
  );
} else {
  import('./main.ts')
    .then(({ main }) => main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode;
    })
    .catch((error) => {
      if (error.code === 'ERR_MODULE_NOT_FOUND') {
        refuse(`holdpoint is not installed whole (${error.message}): run \`npm ci\` in the clone and try again.`);
      } else {
        const how = process.env.HOLDPOINT_DEBUG
          ? `report this:\n${error.stack}`
          : 'set HOLDPOINT_DEBUG=1, call it again and report what it prints.';
        refuse(`holdpoint could not start (${error.message}): ${how}`);
      }
    });
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 3;
}
