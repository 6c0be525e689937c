// Reads flags in the official spelling, --name value or --name=value; use_tls may stand alone.
'use strict';

exports.read = (args, known) => {
  const flags = {};
  for (let i = 0; i < args.length; i += 1) {
    const [, name, inline] = /^--([a-z_]+)(?:=(.*))?$/s.exec(args[i]) || [];
    if (!known.includes(name)) {
      throw new Error(`'${args[i]}' is not a known flag; known: ${known.map((k) => `--${k}`).join(', ')}`);
    }

    if (inline !== undefined) {
      flags[name] = inline;
    } else if (name === 'use_tls' && !['true', 'false'].includes(args[i + 1])) {
      flags[name] = 'true';
    } else {
      i += 1;
      flags[name] = args[i];
    }
  }

  return flags;
};
