using System.Net.Http.Headers;
using GrpcExp.Storage;
using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Errors;

namespace GrpcExp.ControlPlane.Alerts;

/// <summary>
/// Sends alerts to the webhook, the oldest first, and each again and again until the webhook says that it has it. The URL is
/// a secret: nothing that is logged says more of it than that it is the webhook.
/// </summary>
internal sealed class AlertSender(
    ControlStore store, AlertOutbox outbox, Uri webhook, HttpMessageHandler handler, TimeProvider time, Random random, ILogger<AlertSender> logger) : BackgroundService
{
    private readonly HttpClient _http = new(handler) { Timeout = Limits.AlertTimeout };

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <summary>Sends one alert that is due; false when none is.</summary>
    public async Task<bool> SendNextAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow().UtcDateTime - Limits.AlertNews;
        if (await outbox.ClaimAsync(oldest, Wait, cancellationToken).ConfigureAwait(false) is not { } due)
        {
            return false;
        }

        if (await PostAsync(due, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            Log.NotSent(logger, due.Alert.Incident, due.Attempt, problem);
        }
        else
        {
            // Lost here, it is sent again: rather twice than never.
            await outbox.SentAsync(due.Alert.Incident, CancellationToken.None).ConfigureAwait(false);
            Log.Sent(logger, due.Alert.Incident, due.Attempt);
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Limits.AlertPoll, time);
        do
        {
            try
            {
                while (await SendNextAsync(stoppingToken).ConfigureAwait(false))
                {
                }
            }
            catch (StorageException exception)
            {
                Log.OutboxLost(logger, exception.InnerException?.Message ?? exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>The wait after an attempt: 1.6-fold each time with jitter, and never shorter than a request may take, so that nobody else sends it meanwhile.</summary>
    private TimeSpan Wait(int attempt)
    {
        var longest = Math.Min(Limits.FirstBackoff.TotalSeconds * Math.Pow(1.6, attempt - 1), Limits.LongestAlertBackoff.TotalSeconds);
        return attempt == 1 ? Limits.AlertTimeout : Limits.AlertTimeout + TimeSpan.FromSeconds(longest * random.NextDouble());
    }

    /// <summary>Null when the webhook has it; otherwise why not, without its URL.</summary>
    private async Task<string?> PostAsync(DueAlert due, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new ByteArrayContent(SlackMessage.Of(due, store.Environment));
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            using var answer = await _http.PostAsync(webhook, body, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"it answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return $"it cannot be reached ({exception.HttpRequestError})";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not answer in {Limits.AlertTimeout.TotalSeconds} s";
        }
    }
}
