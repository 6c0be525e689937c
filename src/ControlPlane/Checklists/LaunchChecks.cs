using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Checklists;

/// <summary>Collects what checks found, in order.</summary>
internal sealed class LaunchChecks
{
    private readonly List<LaunchCheck> _all = [];

    public IEnumerable<LaunchCheck> All => _all;

    /// <summary>True when no check failed.</summary>
    public bool Ready => _all.All(check => check.Status != LaunchCheckStatus.Fail);

    public void Add(string check, LaunchCheckStatus status, string detail) => _all.Add(new LaunchCheck { Check = check, Status = status, Detail = detail });

    /// <summary>Passes, or fails with everything that was found.</summary>
    public void Add(string check, Violations obstacles, string passed)
    {
        if (obstacles.All.Count == 0)
        {
            Add(check, LaunchCheckStatus.Pass, passed);
        }
        else
        {
            Add(check, LaunchCheckStatus.Fail, Violations.Sentence("", obstacles.All));
        }
    }
}
