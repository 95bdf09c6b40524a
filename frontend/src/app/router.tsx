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

const routeTree = rootRoute.addChildren([catalogueRoute, pluginRoute]);

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
