import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import type { RuntimeConfig } from "../config/runtime-config.ts";
import { CataloguePage } from "../features/catalogue/page.tsx";
import { NotFoundPage, PageError } from "./error-pages.tsx";
import { Shell } from "./shell.tsx";

/** What the shell needs besides what providers give. */
interface RouterContext {
  /** The configuration before a person's overrides, which the settings show as defaults. */
  readonly deployed: RuntimeConfig;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
});

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

type CatalogueSearch = {
  readonly [Name in "q" | "domain" | "class" | "licence" | "status"]?: string | undefined;
};

const catalogueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  validateSearch: (search: Record<string, unknown>): CatalogueSearch => ({
    q: text(search.q),
    domain: text(search.domain),
    class: text(search.class),
    licence: text(search.licence),
    status: text(search.status),
  }),
  component: CataloguePage,
});

const pluginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/plugins/$name",
  validateSearch: (search: Record<string, unknown>): { version?: string | undefined } => ({
    version: text(search.version),
  }),
  component: lazyRouteComponent(() => import("../features/plugin/page.tsx"), "PluginPage"),
});

const reviewsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reviews",
  component: lazyRouteComponent(() => import("../features/reviews/list-page.tsx"), "ReviewsPage"),
});

const reviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reviews/$id",
  component: lazyRouteComponent(() => import("../features/reviews/page.tsx"), "ReviewPage"),
});

const submitReviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reviews/submit/$versionId",
  component: lazyRouteComponent(() => import("../features/reviews/submit-page.tsx"), "SubmitReviewPage"),
});

const bountiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/bounties",
  component: lazyRouteComponent(() => import("../features/bounties/list-page.tsx"), "BountiesPage"),
});

const bountyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/bounties/$id",
  component: lazyRouteComponent(() => import("../features/bounties/page.tsx"), "BountyPage"),
});

const credentialsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/credentials",
  component: lazyRouteComponent(() => import("../features/credentials/list-page.tsx"), "CredentialsPage"),
});

const credentialRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/credentials/$id",
  component: lazyRouteComponent(() => import("../features/credentials/page.tsx"), "CredentialPage"),
});

const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs",
  component: lazyRouteComponent(() => import("../features/runs/list-page.tsx"), "RunsPage"),
});

const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/$id",
  component: lazyRouteComponent(() => import("../features/runs/page.tsx"), "RunPage"),
});

const routeTree = rootRoute.addChildren([
  catalogueRoute,
  pluginRoute,
  reviewsRoute,
  reviewRoute,
  submitReviewRoute,
  bountiesRoute,
  bountyRoute,
  credentialsRoute,
  credentialRoute,
  runsRoute,
  runRoute,
]);

/** The page's routes behind a hash, so that they work from any folder of any server or gateway. */
export function createPageRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    history: createHashHistory(),
    defaultErrorComponent: PageError,
    defaultPreload: "intent",
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
