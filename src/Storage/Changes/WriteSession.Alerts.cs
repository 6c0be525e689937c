using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Changes;

public sealed partial class WriteSession
{
    /// <summary>Raises an alert that commits with the change that it tells of; an incident that was raised before stays as it is.</summary>
    public async Task RaiseAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (await Context.Alerts.AnyAsync(row => row.Environment == Environment && row.Incident == alert.Incident, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        Context.Add(new AlertRow
        {
            Environment = Environment,
            Incident = alert.Incident,
            Severity = alert.Severity.ToString(),
            Title = alert.Title,
            Text = alert.Text,
            CreatedAt = Now,
            Attempts = 0,
            NextAttemptAt = Now,
        });
    }
}
