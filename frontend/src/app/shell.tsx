import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { signingRequests } from "../chain/confirmation.ts";
import { useRuntime } from "../config/context.tsx";
import { useLanguage } from "../i18n/context.tsx";
import { type IndexStatus, useIndexFollowing, useIndexStatus } from "../index/use-index.ts";
import { IndexBanner } from "./index-banner.tsx";
import { NAVIGATION } from "./navigation.ts";
import { NetworkBanner } from "./network-banner.tsx";
import { TransactionStrip } from "./transaction-strip.tsx";
import { WalletButton } from "./wallet-button.tsx";

const SettingsDialog = lazy(async () => ({
  default: (await import("./settings-dialog.tsx")).SettingsDialog,
}));
const SigningDialog = lazy(async () => ({ default: (await import("./signing-dialog.tsx")).SigningDialog }));

/** What stands around every page: the way through, the wallet, the index's state, sent transactions. */
export function Shell() {
  const { t } = useLanguage();
  const main = useRef<HTMLElement>(null);
  const status = useIndexStatus();
  useIndexFollowing(status);
  useFocusOnNavigation(main);
  return (
    <>
      <button
        type="button"
        onClick={() => main.current?.focus()}
        className="sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-3"
      >
        {t("app.skip")}
      </button>
      <Header />
      <main
        ref={main}
        tabIndex={-1}
        id="content"
        className="mx-auto w-full max-w-6xl px-4 py-8 outline-none sm:px-6 sm:py-12"
      >
        <div className="mb-6 flex flex-col gap-3 empty:hidden">
          <NetworkBanner />
          <IndexBanner status={status} />
        </div>
        {/* The pages speak English; only what stands around them is translated. */}
        <div lang="en" dir="ltr">
          <Outlet />
        </div>
      </main>
      <Footer status={status} />
      <TransactionStrip indexBlock={status.block} />
      <Signing />
    </>
  );
}

function Header() {
  const { t } = useLanguage();
  const [settings, setSettings] = useState(false);
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-paper/95 backdrop-blur">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2.5 sm:px-6">
        <Link
          to="/"
          className="flex min-w-0 flex-1 basis-0 items-center gap-2.5 text-sm font-semibold sm:text-base lg:me-4 lg:flex-none"
        >
          <img src="./seal.svg" alt="" width="28" height="28" />
          <span className="truncate">{t("app.name")}</span>
        </Link>
        <nav
          aria-label={t("nav.label")}
          className="order-last -mx-2 w-[calc(100%+1rem)] overflow-x-auto lg:order-none lg:w-auto lg:flex-1"
        >
          <ul className="flex sm:gap-1">
            {NAVIGATION.map(({ to, text }) => (
              <li key={to}>
                <Link
                  to={to}
                  activeOptions={{ exact: to === "/", includeSearch: false }}
                  className="block rounded-lg px-2 py-2 text-xs whitespace-nowrap sm:px-3 sm:text-sm text-quiet hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent"
                >
                  {t(text)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <button
          type="button"
          onClick={() => setSettings(true)}
          aria-label={t("nav.settings")}
          className="grid size-11 place-items-center rounded-lg text-quiet hover:bg-sunken hover:text-ink"
        >
          <SlidersMark />
        </button>
        <WalletButton />
      </div>
      {settings ? (
        <Suspense>
          <SettingsDialog onClose={() => setSettings(false)} />
        </Suspense>
      ) : null}
    </header>
  );
}

/** Development accounts ask before they sign; the dialog is fetched when one does. */
function Signing() {
  const request = useSyncExternalStore(signingRequests.subscribe, signingRequests.read)[0];
  if (!request) return null;
  return (
    <Suspense>
      <SigningDialog key={request.id} request={request} />
    </Suspense>
  );
}

function SlidersMark() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 20 20"
      className="size-5 fill-none stroke-current"
      strokeWidth="1.7"
      strokeLinecap="round"
    >
      <path d="M3 6h8m4 0h2M3 14h2m4 0h8" />
      <circle cx="13" cy="6" r="2" />
      <circle cx="7" cy="14" r="2" />
    </svg>
  );
}

function Footer({ status }: { status: IndexStatus }) {
  const { t } = useLanguage();
  const { chainId } = useRuntime();
  return (
    <footer className="mx-auto max-w-6xl px-4 pt-4 pb-24 text-xs text-quiet sm:px-6">
      <p className="border-t border-line pt-4 tabular-nums">
        {t("footer.chain", { chainId })}
        {status.head === undefined ? "" : `, ${t("footer.block", { block: status.head })}`}
      </p>
    </footer>
  );
}

/** Moves focus to the page's content after a change of route, so that screen readers and keyboards follow. */
function useFocusOnNavigation(main: React.RefObject<HTMLElement | null>): void {
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const first = useRef(pathname);
  useEffect(() => {
    if (first.current === pathname) return;
    first.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname, main]);
}
