using GrpcExp.Load.Engine;

namespace GrpcExp.Unit.Load;

/// <summary>A clock that stands still unless somebody waits or turns it.</summary>
internal sealed class TurnedPace : Pace
{
    private long _now;

    public override long Now => _now;

    /// <summary>Called with each moment that was waited for.</summary>
    public Action<long> Reached { get; init; } = _ => { };

    public override void WaitUntil(long moment)
    {
        _now = Math.Max(_now, moment);
        Reached(moment);
    }

    public void Turn(TimeSpan time) => _now += (long)time.TotalNanoseconds;
}
