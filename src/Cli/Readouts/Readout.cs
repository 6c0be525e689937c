namespace GrpcExp.Cli.Readouts;

/// <summary>
/// What a person reads about one experiment, whether it was computed here from a file or came from a server. A number
/// that does not exist is null.
/// </summary>
internal sealed record Readout
{
    /// <summary>File or experiment.</summary>
    public required string Title { get; init; }

    /// <summary>Further lines under the title: rows, rule for missing values, watermark.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public required string Mode { get; init; }

    public required string Control { get; init; }

    public required double Alpha { get; init; }

    public required IReadOnlyList<ReadoutVariant> Variants { get; init; }

    public required ReadoutSampleRatio SampleRatio { get; init; }

    public required IReadOnlyList<ReadoutFinding> Quality { get; init; }

    public required IReadOnlyList<ReadoutRow> Rows { get; init; }

    public IReadOnlyList<ReadoutSegment> Segments { get; init; } = [];

    /// <summary>The looks over time, when there were several.</summary>
    public IReadOnlyList<ReadoutLook> Looks { get; init; } = [];

    /// <summary>The test that decides, in words; empty when it is the default.</summary>
    public string Method { get; init; } = "";

    /// <summary>GREEN, YELLOW or RED.</summary>
    public required string Verdict { get; init; }

    /// <summary>SHIP, ITERATE, DO_NOT_SHIP or INVALID.</summary>
    public required string Recommendation { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }
}
