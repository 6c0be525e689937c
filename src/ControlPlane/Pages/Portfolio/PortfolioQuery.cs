using GrpcExp.Contracts.Control.V1;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Portfolio;

/// <summary>What the address of the portfolio asks for. What it does not understand it leaves out: a link must never break.</summary>
/// <param name="Text">Part of a key, owner or metric; empty for all.</param>
/// <param name="State">Only this state; unspecified for all but archived ones.</param>
/// <param name="Verdict">green, yellow, red, none or flagged; empty for all.</param>
/// <param name="Sort">Name of the column to sort by.</param>
public sealed record PortfolioQuery(string Text, ExperimentState State, string Verdict, string Sort)
{
    /// <summary>Columns that can be sorted by, the first unless asked otherwise.</summary>
    public static readonly IReadOnlyList<string> Sorts = ["attention", "key", "started", "days", "lift", "units", "owner"];

    /// <summary>Verdicts that can be asked for.</summary>
    public static readonly IReadOnlyList<string> Verdicts = ["green", "yellow", "red", "none", "flagged"];

    /// <summary>Reads the query of an address.</summary>
    public static PortfolioQuery Of(IQueryCollection query)
    {
        string Last(string name) => query[name] is [.., { } value] ? value.Trim() : "";
        var text = Last("q");
        return new PortfolioQuery(
            text[..Math.Min(text.Length, Limits.PageQueryLength)],
            Enum.TryParse<ExperimentState>(Last("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) && !int.TryParse(Last("state"), out _) ? state : ExperimentState.Unspecified,
            Verdicts.Contains(Last("verdict"), StringComparer.Ordinal) ? Last("verdict") : "",
            Sorts.Contains(Last("sort"), StringComparer.Ordinal) ? Last("sort") : Sorts[0]);
    }

    /// <summary>The address that asks for the same with something changed.</summary>
    public string Url(ExperimentState? state = null, string? sort = null)
    {
        var shown = state ?? State;
        List<(string Name, string Value)> parts =
        [
            ("q", Text),
            ("state", shown == ExperimentState.Unspecified ? "" : shown.ToString().ToLowerInvariant()),
            ("verdict", Verdict),
            ("sort", (sort ?? Sort) == Sorts[0] ? "" : sort ?? Sort),
        ];
        var query = string.Join('&', parts.Where(part => part.Value.Length > 0).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"));
        return query.Length == 0 ? "/" : "/?" + query;
    }
}
