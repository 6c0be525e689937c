namespace GrpcExp.Load.Populations;

/// <summary>The ten event names: four that are primary in the one half of the experiments, four in the other, and two in none.</summary>
internal static class PopulationEvents
{
    /// <summary>Its place among <see cref="Names"/>. Takes the place of primary events that did not happen, so that a day has as many events whatever the effects.</summary>
    public const int Other = 8;

    /// <summary>Primary names come first: four times the half plus the kind.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "purchase", "basket_checked", "item_added", "signup",
        "subscription_paid", "session_ended", "item_shared", "invite_accepted",
        "page_viewed", "search_made",
    ];

    /// <summary>Average value by name; 0 for events that carry none.</summary>
    public static IReadOnlyList<double> MeanValues { get; } = [40, 12, 0, 0, 15, 300, 0, 0, 2, 8];

    /// <summary>Place of the name that is primary for a kind in a half.</summary>
    public static int Primary(int half, PrimaryKind kind) => (4 * half) + (int)kind;
}
