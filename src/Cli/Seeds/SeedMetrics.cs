namespace GrpcExp.Cli.Seeds;

/// <summary>The ten metrics of the seeds: one tree under revenue, and what must not be harmed.</summary>
internal static class SeedMetrics
{
    public const string Purchase = "purchase_rate";
    public const string Signup = "signup_rate";
    public const string Revenue = "revenue_per_unit";
    public const string Sessions = "sessions_per_unit";
    public const string Onboarding = "onboarding_rate";
    public const string Return = "return_visit_rate";
    public const string PageLoad = "page_load_ms";
    public const string Crash = "crash_rate";
    public const string Support = "support_ticket_rate";
    public const string Unsubscribe = "unsubscribe_rate";

    public static readonly IReadOnlyList<SeedMetric> All =
    [
        Metric(Revenue, "Money spent in a week.", "commerce", "north_star", "", "sum", "purchase") with { CapPercentile = 99.9, MinimumEffect = 0.02 },
        Metric(Purchase, "Bought anything in a week.", "commerce", "driver", Revenue, "conversion", "purchase") with { MinimumEffect = 0.01 },
        Metric(Signup, "Signed up within a week.", "growth", "driver", Revenue, "conversion", "signup") with { MinimumEffect = 0.01 },
        Metric(Onboarding, "Finished onboarding within a week.", "growth", "driver", Signup, "conversion", "onboarding_completed"),
        Metric(Return, "Came back on another day of the week.", "engagement", "driver", Revenue, "conversion", "return_visit"),
        Metric(Sessions, "Sessions begun in a week.", "engagement", "diagnostic", Return, "count", "session_start"),
        Guardrail(PageLoad, "Average time to load a page, milliseconds.", "platform", "mean", "page_load") with { MissingValueRule = "exclude" },
        Guardrail(Crash, "Saw the application crash.", "platform", "conversion", "crash"),
        Guardrail(Support, "Asked support for help.", "care", "conversion", "support_ticket"),
        Guardrail(Unsubscribe, "Unsubscribed from messages.", "engagement", "conversion", "unsubscribe"),
    ];

    public static SeedMetric Of(string key) => All.Single(metric => metric.Key == key);

    private static SeedMetric Metric(
        string key, string description, string team, string tier, string parent, string type, string eventName) => new()
        {
            Key = key,
            Description = description,
            OwnerTeam = team,
            Tier = tier,
            ParentMetric = parent,
            Type = type,
            EventName = eventName,
            Direction = "increase",
        };

    private static SeedMetric Guardrail(string key, string description, string team, string type, string eventName) =>
        Metric(key, description, team, "guardrail", "", type, eventName) with { Direction = "decrease" };
}
