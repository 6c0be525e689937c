using System.Text.Json;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class AlertTests
{
    [Fact]
    [Trait("Promise", "P8")]
    public async Task An_alert_is_sent_until_the_webhook_takes_it_then_never_again_and_its_url_stays_secret()
    {
        await using var receiver = await WebhookReceiver.StartAsync(failures: 2);
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await ControlPlaneProcess.StartAsync(
            home.Arguments, environment: new Dictionary<string, string> { ["GRPCEXP_ALERT_WEBHOOK"] = receiver.Url });
        var experiment = new EnforcedExperiment(server);
        await experiment.StartAsync(daysAgo: 91);

        await experiment.RunAsync("enforcement");

        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Taken.Count == 1), "the webhook takes the alert");
        await Eventually.HoldsAsync(
            () => Task.FromResult(server.Errors.Any(line => line.Contains("was sent with attempt 3", StringComparison.Ordinal))), "the log says so");
        Assert.Equal(2, receiver.Refused);
        using var message = JsonDocument.Parse(Assert.Single(receiver.Taken));
        Assert.Equal(
            "🔴 Experiment enforced was stopped: It has run 91 days, and the limit is 90. Its flag enforced_flag answers by its own rules again. Owner: checkout team.",
            message.RootElement.GetProperty("text").GetString());
        Assert.Equal(3, message.RootElement.GetProperty("blocks").GetArrayLength());
        Assert.Equal(2, server.Errors.Count(line => line.Contains("the webhook: it answered 503", StringComparison.Ordinal)));
        Assert.DoesNotContain(server.Errors.Concat(server.Output), line => line.Contains("s3cr3t", StringComparison.Ordinal));

        await experiment.RunAsync("enforcement");
        await experiment.RunAsync("weekly-readout");
        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Taken.Count == 2), "the summary of the week comes");
        Assert.Contains("The week to", receiver.Taken.Last(), StringComparison.Ordinal);
        var files = Directory.GetFiles(Path.Combine(home.Folder, "readouts")).Select(Path.GetExtension).Order();
        Assert.Equal([".html", ".md"], files);
    }
}
