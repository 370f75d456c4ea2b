import { type ComponentChildren, render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ScreenKind } from '#shared/contracts/contract.ts';
import { followTheme } from './address.ts';
import { Banner } from './banner.tsx';
import type { Credentials } from './connection.ts';
import { storeCredentials, storedCredentials } from './credentials.ts';
import { LanguageContext, languageOf, useLanguage } from './language.ts';
import { Introducing, Pending, TurnedAway } from './registering.tsx';
import { type Following, type Link, type ScreenState, type Topics, useTopics } from './topics.ts';

/** What a page has once its screen is approved and everything is told. */
export interface Approved {
  screen: ScreenState;
  topics: Topics;
  link: Link;
  /** The Bearer token of its own calls. */
  secret: string;
}

interface Page extends Following {
  kind: ScreenKind;
  draw: (approved: Approved) => ComponentChildren;
}

/** Opens a page: as a screen that introduces itself, waits to be approved, and then draws. */
export function openScreen(page: Page): void {
  followTheme();
  render(<Screen {...page} />, document.body);
}

function Screen(page: Page) {
  const [who, setWho] = useState(() => storedCredentials(page.kind));
  const keep = (credentials: Credentials | undefined) => {
    storeCredentials(page.kind, credentials);
    setWho(credentials);
  };
  if (!who) return <Introducing kind={page.kind} onKnown={keep} />;
  return <Known key={who.screen_id} who={who} page={page} onAgain={() => keep(undefined)} />;
}

interface Knowing {
  who: Credentials;
  page: Page;
  onAgain: () => void;
}

function Known({ who, page, onAgain }: Knowing) {
  const [isRefused, setRefused] = useState(false);
  const { link, screen, topics } = useTopics(who, page, () => setRefused(true));
  const look = screen && screen.appearance;
  const language = useMemo(
    () => languageOf(look),
    [look && look.language, look && look.currency, look && look.timezone],
  );
  return (
    <LanguageContext.Provider value={language}>
      <Title kind={page.kind} screen={screen} />
      {isRefused ? (
        <TurnedAway onAgain={onAgain} />
      ) : !screen ? (
        <>
          <Banner link={link} shows={false} />
          <main class="registering" />
        </>
      ) : screen.status === 'pending' ? (
        <>
          <Banner link={link} shows={false} />
          <Pending screen={screen} />
        </>
      ) : (
        page.draw({ screen, topics, link, secret: who.secret })
      )}
    </LanguageContext.Provider>
  );
}

/** Draws nothing: it tells the browser what is seen, and in which language. */
function Title({ kind, screen }: { kind: ScreenKind; screen: ScreenState | undefined }) {
  const { words } = useLanguage();
  const language = screen && screen.appearance.language;
  useEffect(() => {
    document.title = screen ? screen.name : words.kinds[kind];
    if (language) document.documentElement.lang = language;
  }, [screen && screen.name, words]);
  return null;
}
