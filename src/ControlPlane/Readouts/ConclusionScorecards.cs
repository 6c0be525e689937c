using System.Data.Common;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>
/// Reads the scorecard that a conclusion freezes. To stop an experiment must be possible without a warehouse, so what
/// cannot be read is said, not refused.
/// </summary>
internal sealed class ConclusionScorecards(ScorecardReader scorecards, ILogger<ConclusionScorecards> logger)
{
    /// <summary>Reads before any lock is taken: the warehouse is another database, and may be slow.</summary>
    public async Task<ScorecardReading> ReadAsync(string experimentKey, CancellationToken cancellationToken)
    {
        if (!Violations.IsKey(experimentKey))
        {
            return new ScorecardReading(null, "There is no such experiment.");
        }

        try
        {
            return await scorecards.GetAsync(experimentKey, cancellationToken).ConfigureAwait(false) is { } stored
                ? new ScorecardReading(AnalysisMessages.ScorecardOf(stored), "")
                : new ScorecardReading(null, "There was no scorecard yet: no build had units of it.");
        }
        catch (Exception exception) when (exception is WarehouseException or DbException or TimeoutException)
        {
            Log.ScorecardNotRead(logger, experimentKey, exception.Message);
            return new ScorecardReading(null, "The warehouse could not be read.");
        }
    }
}
