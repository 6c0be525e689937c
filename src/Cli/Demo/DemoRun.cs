using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Readouts;
using GrpcExp.Cli.Seeds;
using GrpcExp.Cli.Servers;
using GrpcExp.Cli.Terminal;
using GrpcExp.Client;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Demo;

/// <summary>The platform's main job from start to end, on the seeds, with real processes.</summary>
internal sealed class DemoRun(DemoOptions options, IAnsiConsole console, TimeProvider time, CancellationToken cancellationToken)
{
    private readonly Stages _stages = new(console, time);
    private readonly SeedMessages _seeds = new(options.SeedFolder);

    public async Task<int> RunAsync()
    {
        var manifest = SeedGenerator.ReadManifest(Path.Combine(options.SeedFolder, SeedGenerator.ManifestName));
        await PublishAsync(ProgramPart.ControlPlane);
        await PublishAsync(ProgramPart.Sidecar);

        var start = time.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("grpcexp-demo-");
        try
        {
            await using var servers = options.IsServerSize
                ? await _stages.RunAsync("private PostgreSQL and Redis", _ => PrivateServers.StartAsync(cancellationToken))
                : null;
            await using var control = await _stages.RunAsync("control plane", progress => StartAsync(servers, folder, progress));
            var defects = new PlantedDefects(manifest);
            var people = await RegisterAsync(control);
            await LoadAsync(control, people, manifest, defects);
            await using var sidecar = await EvaluateAsync(control, people, servers);
            var readouts = await AnalyseAsync(control, people);
            defects.Analysed(readouts);
            await VerifyAuditAsync(control, people);

            ScorecardTable.Print(console, readouts);
            ReadoutPrinter.Print(console, readouts.FirstOrDefault(r => r.Title == options.Readout)
                ?? throw CommandException.BadUsage($"--readout '{options.Readout}' has no scorecard: the table above lists those that have one."));
            defects.Print(console);
            console.MarkupLine($"Done in [bold]{time.GetElapsedTime(start).TotalSeconds:0.0} s[/]. The control plane is at [bold]{Markup.Escape(control.Address)}[/].");
            await ServeAsync(control);
            return defects.AllFound ? ExitCode.Fine : ExitCode.Failed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task PublishAsync(ProgramPart part)
    {
        if (PartPublisher.IsStale(part))
        {
            await _stages.RunAsync($"building the {part.Name} (first time only)", _ => PartPublisher.EnsureAsync(part, cancellationToken));
        }
    }

    private async Task<ControlPlaneServer> StartAsync(PrivateServers? servers, DirectoryInfo folder, StageProgress progress)
    {
        string[] arguments = servers is null
            ? ["--data-dir", folder.FullName]
            : ["--postgres", servers.Postgres, "--redis", servers.Redis];
        var control = await ControlPlaneServer.StartAsync(arguments, cancellationToken);
        progress.Detail = $"{control.Address} on {(servers is null ? "SQLite files" : "PostgreSQL and Redis")}";
        return control;
    }

    private async Task<DemoPeople> RegisterAsync(ControlPlaneServer control)
    {
        var registration = new Registration(control.Invoker, _seeds, cancellationToken);
        var people = await _stages.RunAsync("an editor and an approver", async progress =>
        {
            var made = await registration.CreatePeopleAsync(control.AdminToken);
            progress.Detail = "nobody approves their own experiment";
            return made;
        });
        await _stages.RunAsync("metrics", progress => registration.RegisterMetricsAsync(people, progress));
        await _stages.RunAsync("flags", progress => registration.CreateFlagsAsync(people, progress));
        await _stages.RunAsync("experiments: review, approval, start", progress => registration.RunExperimentsAsync(people, progress));
        return people;
    }

    private async Task LoadAsync(ControlPlaneServer control, DemoPeople people, SeedManifest manifest, PlantedDefects defects)
    {
        var load = new BulkLoad(control.Invoker, _seeds, people.Ingest, cancellationToken);
        var exposureRows = _seeds.ExposureRows();
        Task<RecordResponse> SendAsync(string title, long rows, Func<StageProgress, Task<RecordResponse>> send) => _stages.RunAsync(title, progress =>
        {
            progress.Expect(rows);
            return send(progress);
        });

        var assignments = await SendAsync("assignments", manifest.Files["assignments.csv"].Rows, load.AssignmentsAsync);
        var exposures = await SendAsync("exposures", exposureRows, load.ExposuresAsync);
        var events = await SendAsync("events", manifest.Files["events.csv"].Rows - exposureRows, load.EventsAsync);
        defects.Ingested(assignments, exposures, events);
    }

    private async Task<SidecarServer> EvaluateAsync(ControlPlaneServer control, DemoPeople people, PrivateServers? servers)
    {
        var units = LiveLookups.Units(_seeds);
        var source = servers is null ? "grpc://" + new Uri(control.Address).Authority : "redis://" + servers.Redis;
        var sidecar = await _stages.RunAsync("native AOT sidecar", async progress =>
        {
            var started = await SidecarServer.StartAsync(source, people.SidecarToken, cancellationToken);
            progress.Detail = $"follows {source}";
            return started;
        });
        try
        {
            await using var client = GrpcExpClient.ForRawSocket(sidecar.RawSocket, new GrpcExpClientOptions { Timeout = TimeSpan.FromSeconds(5) });
            var lookups = new LiveLookups(client, time, cancellationToken);
            await lookups.WaitUntilServedAsync(units[^1]);
            var report = await _stages.RunAsync("live evaluation over the Unix socket", progress => lookups.RunAsync(units, progress));
            if (report.Agreeing != report.Lookups)
            {
                throw new CommandException($"The sidecar disagrees with {report.Lookups - report.Agreeing} assignments; the first: {report.FirstDisagreement}.");
            }

            await _stages.RunAsync("kill switch reaches the sidecar", progress => FlipAsync(control, people, client, progress));
            return sidecar;
        }
        catch
        {
            await sidecar.DisposeAsync();
            throw;
        }
    }

    /// <summary>Switches a flag off and sees the sidecar follow.</summary>
    private async Task FlipAsync(ControlPlaneServer control, DemoPeople people, GrpcExpClient client, StageProgress progress)
    {
        var flags = new FlagService.FlagServiceClient(control.Invoker);
        var flag = _seeds.Flags().First(one => one.Type == FlagType.Bool && one.Enabled && one.Rules.Count == 0);
        var start = time.GetTimestamp();
        await flags.SetEnabledAsync(
            new SetEnabledRequest { Key = flag.Key, Enabled = false, RequestId = "demo-kill", Reason = "demo" }, people.Editor, cancellationToken: cancellationToken);
        var committed = time.GetElapsedTime(start);
        while ((await client.EvaluateBoolAsync(flag.Key, new UnitContext("anybody"), false, cancellationToken)).Reason != Contracts.Evaluation.V1.Reason.Disabled)
        {
            if (time.GetElapsedTime(start) > TimeSpan.FromSeconds(10))
            {
                throw new CommandException($"The sidecar did not see within 10 s that flag {flag.Key} was switched off.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }

        progress.Detail = $"{(time.GetElapsedTime(start) - committed).TotalMilliseconds:0} ms after its commit";
    }

    private async Task<IReadOnlyList<Readout>> AnalyseAsync(ControlPlaneServer control, DemoPeople people)
    {
        var analysis = new AnalysisService.AnalysisServiceClient(control.Invoker);
        await _stages.RunAsync("warehouse", progress => WarehouseBuild.RunAsync(analysis, people.Editor, new BuildWarehouseRequest(), progress, cancellationToken));
        return await _stages.RunAsync("scorecards", async progress =>
        {
            var list = await ScorecardPages.ListAsync(analysis, people.Editor, cancellationToken);
            progress.Expect(list.Scorecards.Count);
            var readouts = new List<Readout>();
            foreach (var scorecard in list.Scorecards)
            {
                var request = new AnalyzeRequest { ExperimentKey = scorecard.ExperimentKey, Mode = scorecard.Mode };
                readouts.Add(ServerReadout.From(await analysis.AnalyzeAsync(request, people.Editor, cancellationToken: cancellationToken)));
                progress.Advance();
            }

            progress.Detail = string.Join(", ", readouts.GroupBy(r => r.Verdict).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));
            return readouts;
        });
    }

    private Task VerifyAuditAsync(ControlPlaneServer control, DemoPeople people) =>
        _stages.RunAsync("audit chain", async progress =>
        {
            var experiments = new ExperimentService.ExperimentServiceClient(control.Invoker);
            var verdict = await experiments.VerifyAuditAsync(new VerifyAuditRequest(), people.Approver, cancellationToken: cancellationToken);
            progress.Detail = verdict.Intact
                ? $"{verdict.Events:N0} events, every hash fits"
                : throw new CommandException($"The audit chain is broken at event {verdict.FirstBadSequence}: {verdict.Detail}");
        });

    private async Task ServeAsync(ControlPlaneServer control)
    {
        if (!options.Serve)
        {
            // Whoever tries the address above should not have to wonder why nobody answers.
            console.WriteLine("It stops now; with --serve it keeps running.");
            return;
        }

        console.MarkupLine($"It keeps running until Ctrl-C. Admin token: [bold]{control.AdminToken}[/]");
        console.WriteLine($"For example: ./grpcexp scorecard {options.Readout} --address {control.Address} --token {control.AdminToken}");
        await control.ExitAsync(cancellationToken);
    }
}
