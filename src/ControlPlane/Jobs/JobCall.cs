using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>One attempt at one run, as the job sees it.</summary>
/// <param name="Job">Name of the job.</param>
/// <param name="ScheduledAt">When the run was due, UTC: all attempts at it see the same time.</param>
/// <param name="Attempt">Number of the attempt, from 1.</param>
internal sealed record JobCall(string Job, DateTime ScheduledAt, int Attempt)
{
    /// <summary>The request id of one change of this run: every attempt makes it once, and the second gets the first one's answer.</summary>
    /// <param name="change">What tells the change from the others of the run, for example the key of an experiment.</param>
    public string RequestId(string change)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Job}\n{ScheduledAt:O}\n{change}");
        return $"job-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40]}";
    }
}
