using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Layout;

/// <summary>Names of the contract as people say them.</summary>
internal static class Words
{
    public static string Of(ExperimentState state) => state switch
    {
        ExperimentState.Review => "In review",
        ExperimentState.Unspecified => "All",
        _ => state.ToString(),
    };

    public static string OfRecommendation(string recommendation) => recommendation switch
    {
        "SHIP" => "Ship",
        "ITERATE" => "Iterate",
        "DO_NOT_SHIP" => "Do not ship",
        "INVALID" => "Invalid",
        _ => "No result",
    };

    public static string Of(Decision decision) => decision switch
    {
        Decision.Shipped => "Shipped",
        Decision.RolledBack => "Rolled back",
        Decision.Inconclusive => "Inconclusive",
        _ => "Not decided",
    };

    /// <summary>Class of the style sheet for a verdict.</summary>
    public static string ToneOf(string verdict) => verdict switch
    {
        "GREEN" => "good",
        "YELLOW" => "open",
        "RED" => "bad",
        _ => "none",
    };
}
