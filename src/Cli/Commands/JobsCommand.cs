using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Jobs;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp jobs list|show|run|history</c>: what a running control plane does by the clock.</summary>
internal static class JobsCommand
{
    public static Command Create() => new("jobs", "What a running control plane does by the clock.") { List(), Show(), Run(), History() };

    private static Command List()
    {
        var server = new ServerOptions();
        var command = new Command("list", "Lists all jobs, when they run, and what came of the last run.");
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var jobs = await new JobService.JobServiceClient(connection.Invoker).ListJobsAsync(new ListJobsRequest(), connection.Headers, cancellationToken: cancellationToken);
            server.Print(parsed, jobs, (console, answer) => JobPrinter.Print(console, answer.Jobs));
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Show()
    {
        var server = new ServerOptions();
        var job = Name();
        var command = new Command("show", "Explains one job: what it reads and changes, when it runs, and why it may run twice.") { job };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var shown = await new JobService.JobServiceClient(connection.Invoker)
                .GetJobAsync(new GetJobRequest { Job = parsed.GetValue(job) }, connection.Headers, cancellationToken: cancellationToken);
            server.Print(parsed, shown, (console, answer) => JobPrinter.Print(console, answer));
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Run()
    {
        var server = new ServerOptions();
        var job = Name();
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log.", DefaultValueFactory = _ => "jobs run" };
        var command = new Command("run", "Runs a job once, now, and waits for its end; exits with 1 when it failed.") { job, reason };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var run = await new JobRunning(connection, TimeProvider.System).RunAsync(parsed.GetValue(job)!, parsed.GetValue(reason)!, cancellationToken);
            server.Print(parsed, run, (_, answer) => Console.WriteLine(JobPrinter.Sentence(answer)));
            return run.State is JobRunState.Failed or JobRunState.Abandoned ? ExitCode.Failed : ExitCode.Fine;
        });
        return command;
    }

    private static Command History()
    {
        var server = new ServerOptions();
        var job = new Argument<string?>("job") { Description = "Job; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var count = new Option<int>("--last") { Description = "Most runs to show, 1 to 1000.", DefaultValueFactory = _ => 20 };
        var command = new Command("history", "Lists runs from the newest on.") { job, count };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var request = new ListJobRunsRequest { Job = parsed.GetValue(job) ?? "", PageSize = parsed.GetValue(count) };
            var page = await new JobService.JobServiceClient(connection.Invoker).ListJobRunsAsync(request, connection.Headers, cancellationToken: cancellationToken);
            server.Print(parsed, page, (console, answer) => JobPrinter.Print(console, answer.Runs));
            return ExitCode.Fine;
        });
        return command;
    }

    private static Argument<string> Name() => new("job") { Description = "Name of the job, as jobs list shows it." };
}
