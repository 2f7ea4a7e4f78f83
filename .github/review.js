// Puts what review.yml found into a proposal: suggestions that one click accepts, and one comment that is kept up to date.
// All of `found` comes from code that strangers wrote: it is data, and whatever does not have its exact form is left out.
'use strict';

const MARK = '<!-- nyth-review -->';
const BOT = 'github-actions[bot]';
const MOST = 30;
const SIZE = 60000; // the host takes 65,536 characters
const KINDS = ['fix', 'remedy', 'agree'];
const FIELDS = ['about', 'body', 'end_line', 'kind', 'path', 'start_line'];

// A file of the content or a hand-written page: no way out of these folders, nothing that could end a code span or link.
const isPath = (path) => typeof path === 'string' && path.length <= 300
  && /^(content|docs)(\/[\p{L}\p{N}_-][\p{L}\p{N}._-]*)+$/u.test(path);
const isLine = (line) => Number.isInteger(line) && line >= 1 && line <= 100000;
// Neither control characters nor signs that hide or turn round what follows them.
const isText = (text) => typeof text === 'string' && text.length <= 10000 && !/[^\P{C}\n\t]/u.test(text);

const isSuggestion = (one) => one !== null && typeof one === 'object'
  && Object.keys(one).sort().join() === FIELDS.join()
  && isPath(one.path) && isLine(one.start_line) && isLine(one.end_line) && one.start_line <= one.end_line
  && isText(one.body) && (one.body === '' || one.body.endsWith('\n')) && KINDS.includes(one.kind)
  && typeof one.about === 'string' && /^[a-z0-9][a-z0-9._#-]{0,150}$|^$/.test(one.about);

/** What `nyth suggest` printed, without anything that has another form. */
function read(text) {
  let data = {};
  try {
    data = text.length <= 1000000 ? JSON.parse(text) : {};
  } catch { /* half a file, or no file: nothing to suggest */ }
  const list = (name, fits) => (Array.isArray(data?.[name]) ? data[name].filter(fits) : []);
  return {suggestions: list('suggestions', isSuggestion), byCommand: list('by_command', isPath)};
}

/** The words of this comment in messages.yml, where each stands on a line of its own: {key: {en, cy}}. */
function words(yaml) {
  const group = yaml.split(/^review:\n/m)[1].split(/^\S/m)[0];
  const lines = [...group.matchAll(/^ {2}([a-z-]+): \{en: (".*"), cy: (".*")\}$/gm)];
  return Object.fromEntries(lines.map(([, key, en, cy]) => [key, {en: JSON.parse(en), cy: JSON.parse(cy)}]));
}

/** The runs of lines that a file's part of the proposal shows, where alone the host takes comments: [[first, last]]. */
const shown = (patch) => [...(patch || '').matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)]
  .map(([, first, count]) => [Number(first), Number(first) + Number(count ?? 1) - 1]);

const fence = (body, name = '') => {
  const marks = '`'.repeat(Math.max(2, ...(body.match(/`+/g) || []).map((run) => run.length)) + 1);
  return `${marks}${name}\n${body}${marks}`;
};

async function post({github, context, found, messages}) {
  const both = words(messages);
  const say = (key, about = '') => ['cy', 'en'].map((lang) => both[key][lang].replace('{about}', about)).join('\n\n');
  const number = /^\d{1,9}\n?$/.test(found.number) ? Number(found.number) : 0;
  const {data: pull} = await github.rest.pulls.get({...context.repo, pull_number: number});
  if (pull.head.sha !== context.payload.workflow_run.head_sha || pull.state !== 'open') return;
  const all = {...context.repo, pull_number: number, per_page: 100};

  const {suggestions, byCommand} = read(found.suggestions);
  const files = await github.paginate(github.rest.pulls.listFiles, all);
  const runs = new Map(files.map((file) => [file.filename, file.status === 'removed' ? [] : shown(file.patch)]));
  const fits = (s) => (runs.get(s.path) || []).some(([first, last]) => first <= s.start_line && s.end_line <= last);
  const comment = (s) => ({
    path: s.path, line: s.end_line, side: 'RIGHT',
    ...(s.start_line < s.end_line && {start_line: s.start_line, start_side: 'RIGHT'}),
    body: `${MARK}\n${say(s.kind, s.about)}\n\n${fence(s.body, 'suggestion')}`,
  });
  const key = (c) => JSON.stringify([c.path, c.line, c.start_line ?? null, c.body]);
  const wanted = new Map(suggestions.filter(fits).slice(0, MOST).map(comment).map((c) => [key(c), c]));

  // Those of an earlier run stay if they still hold; the others go, unless somebody has answered them.
  const comments = await github.paginate(github.rest.pulls.listReviewComments, all);
  const answered = new Set(comments.map((c) => c.in_reply_to_id));
  for (const c of comments.filter((c) => c.user?.login === BOT && c.body.startsWith(MARK))) {
    if (wanted.has(key(c))) wanted.delete(key(c));
    else if (!answered.has(c.id)) await github.rest.pulls.deleteReviewComment({...context.repo, comment_id: c.id});
  }
  let refused = false;
  if (wanted.size) {
    const review = {...context.repo, pull_number: number, commit_id: pull.head.sha, event: 'COMMENT'};
    // The host refuses all if it refuses one; then everything stands in the comment.
    await github.rest.pulls.createReview({...review, comments: [...wanted.values()]}).catch((error) => {
      if (error.status !== 422) throw error;
      refused = true;
    });
  }

  const link = (s) => {
    const lines = s.start_line < s.end_line ? `${s.start_line}–${s.end_line}` : s.start_line;
    if (!pull.head.repo) return `\`${s.path}:${lines}\``;
    const place = `${pull.head.ref}/${s.path}`.split('/').map(encodeURIComponent).join('/').replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29'));
    return `[\`${s.path}:${lines}\`](${pull.head.repo.html_url}/edit/${place}#L${s.start_line})`;
  };
  const byHand = suggestions.filter((s) => refused || !fits(s));
  const parts = byHand.length ? [say('by-hand')] : [];
  for (const s of byHand.slice(0, MOST)) parts.push(`${link(s)}\n\n${say(s.kind, s.about)}\n\n${fence(s.body)}`);
  if (byCommand.length) parts.push(`${say('by-command')}\n\n${byCommand.slice(0, MOST).map((p) => `- \`${p}\``).join('\n')}`);
  const whole = [];
  for (const part of parts) if (whole.join('\n\n').length + part.length < SIZE / 2) whole.push(part);
  const fitting = suggestions.length - byHand.length;
  if (whole.length < parts.length || Math.max(byHand.length, fitting, byCommand.length) > MOST) whole.push(say('more'));
  // Last, because a mark that it leaves open would hide what follows; and it calls nobody.
  const seen = found.comment.slice(0, SIZE / 3).replace(/@(?=\w)/g, '@\u2060').trim();
  if (seen) whole.push(`[${both.preview.cy} / ${both.preview.en}](${context.payload.workflow_run.html_url}#artifacts)`);
  const body = [MARK, ...whole, seen || say('no-build')].join('\n\n');
  const talk = await github.paginate(github.rest.issues.listComments, {...context.repo, issue_number: number, per_page: 100});
  const mine = talk.find((c) => c.user?.login === BOT && c.body.startsWith(MARK));
  if (mine) await github.rest.issues.updateComment({...context.repo, comment_id: mine.id, body});
  else await github.rest.issues.createComment({...context.repo, issue_number: number, body});
}

module.exports = {post, read, words};
