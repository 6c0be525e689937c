using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Portfolio;

/// <summary>What the portfolio shows.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Rows">Experiments, as sorted.</param>
/// <param name="Counts">How many there are by state, whatever else was asked for.</param>
/// <param name="Running">How many run.</param>
/// <param name="Ready">How many run and can be shipped.</param>
/// <param name="Harmful">How many run and are harmful or not to be trusted.</param>
/// <param name="Waiting">How many wait for a reviewer.</param>
/// <param name="DataRevision">Which data the results speak of; empty before the first build.</param>
/// <param name="Reach">How far the axis of lifts goes to either side.</param>
public sealed record PortfolioModel(
    PortfolioQuery Query,
    IReadOnlyList<PortfolioRow> Rows,
    IReadOnlyDictionary<ExperimentState, int> Counts,
    int Running,
    int Ready,
    int Harmful,
    int Waiting,
    string DataRevision,
    double Reach);
