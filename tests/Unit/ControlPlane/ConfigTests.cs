using System.Data.Common;
using System.Net;
using GrpcExp.ControlPlane;
using GrpcExp.ControlPlane.Startup;
using GrpcExp.Settings;
using GrpcExp.Storage;

namespace GrpcExp.Unit.ControlPlane;

public sealed class ConfigTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"config_{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void A_data_folder_alone_is_enough_and_stays_on_this_machine()
    {
        var model = Read("--data-dir", _folder).Model;

        Assert.NotNull(model);
        Assert.Equal((new IPEndPoint(IPAddress.Loopback, 5050), false), Assert.Single(model.Listeners.Grpc));
        Assert.Equal("production", model.Storage.Environment);
        Assert.False(model.Storage.KeepsOutbox);
    }

    [Fact]
    public void Browsers_have_a_port_beside_grpc_under_the_same_rule()
    {
        Assert.Equal((new IPEndPoint(IPAddress.Loopback, 5080), false), Assert.Single(Read("--data-dir", _folder).Model!.Listeners.Web));
        Assert.Empty(Read("--data-dir", _folder, "--port", "0").Model!.Listeners.Web);
        Assert.Empty(Read("--data-dir", _folder, "--urls", "http://127.0.0.1:0").Model!.Listeners.Web);
        Assert.Equal((new IPEndPoint(IPAddress.Loopback, 0), false), Assert.Single(Read("--data-dir", _folder, "--port", "0", "--http-port", "0").Model!.Listeners.Web));
        Assert.Equal(
            [(new IPEndPoint(IPAddress.Any, 81), false), (new IPEndPoint(IPAddress.IPv6Loopback, 81), false)],
            Read("--data-dir", _folder, "--urls", "http://0.0.0.0:82,http://[::1]:83,http://[::1]:84", "--insecure", "--http-port", "81").Model!.Listeners.Web);
    }

    [Fact]
    public void A_value_may_follow_a_space_or_an_equals_sign()
    {
        var model = Read($"--data-dir={_folder}", "--port=0", "--env", "staging", "--redis=localhost:6379").Model;

        Assert.Equal(("staging", true, 0), (model!.Storage.Environment, model.Storage.KeepsOutbox, model.Listeners.Grpc[0].Address.Port));
    }

    [Fact]
    public void Jobs_run_by_themselves_unless_they_are_switched_off()
    {
        Assert.True(Read("--data-dir", _folder).Model!.Jobs.RunByThemselves);
        Assert.False(Read("--data-dir", _folder, "--jobs", "off").Model!.Jobs.RunByThemselves);

        var schedules = Read("--data-dir", _folder, "--job-schedules", "upkeep=0 10 3 * * ?; warehouse-build = 0 0/15 * * * ?;").Model!.Jobs.Schedules;

        Assert.Equal(("0 10 3 * * ?", "0 0/15 * * * ?"), (schedules["upkeep"], schedules["warehouse-build"]));
    }

    [Fact]
    public void Experiments_run_ninety_days_and_readouts_lie_with_the_data_unless_told_otherwise()
    {
        var jobs = Read("--data-dir", _folder).Model!.Jobs;
        Assert.Equal((TimeSpan.FromDays(90), Path.Combine(_folder, "readouts")), (jobs.LongestExperiment, jobs.Readouts));
        Assert.Null(Read("--postgres", "Host=x").Model!.Jobs.Readouts);

        var told = Read("--postgres", "Host=x", "--max-experiment-days", "365", "--readouts", _folder).Model!.Jobs;

        Assert.Equal((TimeSpan.FromDays(365), _folder), (told.LongestExperiment, told.Readouts));
        Assert.Contains("'366'", Assert.Single(Read("--data-dir", _folder, "--max-experiment-days", "366").Problems), StringComparison.Ordinal);
        Assert.Contains("'0'", Assert.Single(Read("--data-dir", _folder, "--max-experiment-days", "0").Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://hooks.example.org/T0/s3cret", false)]
    [InlineData("ftp://127.0.0.1/s3cret", false)]
    [InlineData("s3cret", false)]
    [InlineData("https://hooks.example.org/T0/s3cret", true)]
    [InlineData("http://127.0.0.1:9000/s3cret", true)]
    [Trait("Promise", "P8")]
    public void A_webhook_is_encrypted_or_on_this_machine_and_never_repeated(string url, bool fits)
    {
        var (model, problems) = ReadIn(name => name == "GRPCEXP_ALERT_WEBHOOK" ? url : null, "--data-dir", _folder);

        Assert.Equal(fits, model is not null);
        Assert.DoesNotContain(problems, problem => problem.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", $"{model?.Jobs}", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_in_the_options_of_jobs_is_named()
    {
        var problems = Read("--data-dir", _folder, "--jobs", "maybe", "--job-schedules", "tea=0 0 17 * * ?;upkeep=often;upkeep;warehouse-build=0 5 * * * ?;warehouse-build=0 6 * * * ?").Problems;

        Assert.Collection(
            problems,
            problem => Assert.Contains("--jobs 'maybe'", problem, StringComparison.Ordinal),
            problem => Assert.Contains("'tea' is no job", problem, StringComparison.Ordinal),
            problem => Assert.Contains("upkeep='often' is no schedule", problem, StringComparison.Ordinal),
            problem => Assert.Contains("upkeep='' is no schedule", problem, StringComparison.Ordinal),
            problem => Assert.Contains("gives warehouse-build twice", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5050")]
    [InlineData("http://[::]:5050")]
    [InlineData("http://192.0.2.1:5050")]
    public void Beyond_this_machine_without_tls_needs_the_users_word(string url)
    {
        Assert.Contains("--insecure", Assert.Single(Read("--data-dir", _folder, "--urls", url).Problems));
        Assert.True(Read("--data-dir", _folder, "--urls", url, "--insecure").Model!.Listeners.IsInsecure);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:0,http://[::1]:0")]
    public void This_machine_needs_no_tls(string urls) => Assert.False(Read("--data-dir", _folder, "--urls", urls).Model!.Listeners.IsInsecure);

    [Theory]
    [InlineData("--data-dir", "x", "--postgres", "Host=y")]
    [InlineData("--port", "0")]
    [InlineData("--postgres", "Host=x", "--env", "a", "--env", "b")]
    [InlineData("--postgres", "Host=x", "--env")]
    [InlineData("--postgres", "not a connection string")]
    [InlineData("--postgres", "Host=x;Bogus=1")]
    [InlineData("--postgres", "Database=x")]
    [InlineData("--postgres", "Host=x", "--urls", ",")]
    [InlineData("--postgres", "Host=x", "--port", "65536")]
    [InlineData("--postgres", "Host=x", "--urls", "https://127.0.0.1:0")]
    [InlineData("--postgres", "Host=x", "--redis", "host")]
    [InlineData("--postgres", "Host=x", "--http-port", "65536")]
    [InlineData("--postgres", "Host=x", "--log-format", "xml")]
    [InlineData("--postgres", "Host=x", "--rate-limit", "0")]
    [InlineData("--postgres", "Host=x", "--tls-client-ca", "/nowhere/ca.pem")]
    [InlineData("--postgres", "Host=x", "--address-rate-limit", "1000001")]
    [InlineData("--postgres", "Host=x", "--failed-logins", "many")]
    [InlineData("--postgres", "Host=x", "--otlp-endpoint", "collector:4318")]
    [InlineData("--postgres", "Host=x", "--otlp-endpoint", "http://user:hush@collector:4318")]
    [InlineData("--postgres", "Host=x", "--http-port", "5050")]
    public void One_mistake_is_one_problem(params string[] words) => Assert.Single(Read(words).Problems);

    [Fact]
    public void Replicas_fit_a_server_unless_the_user_says_otherwise()
    {
        Assert.Contains("Maximum Pool Size=20", Read("--postgres", "Host=x").Model!.Storage.ConnectionString);
        Assert.Contains("Maximum Pool Size=70", Read("--postgres", "Host=x;MaxPoolSize=70").Model!.Storage.ConnectionString);
        Assert.Contains("Maximum Pool Size=15", Read("--postgres", "Host=x").Model!.Warehouse);
        Assert.Contains("Maximum Pool Size=70", Read("--postgres", "Host=x;MaxPoolSize=70").Model!.Warehouse);

        // A server as it is shipped takes 100, of which 3 are kept for its administrator.
        Assert.InRange(2 * (StorageModel.ServerConnections + Limits.WarehouseConnections + Limits.SchedulerConnections), 1, 97);
    }

    [Fact]
    [Trait("Promise", "P8")]
    public void A_password_need_not_stand_on_the_command_line()
    {
        var (model, problems) = ReadIn(name => name == "GRPCEXP_POSTGRES_PASSWORD" ? "a;b='c" : null, "--postgres", "Host=x;Username=u");

        Assert.Empty(problems);
        Assert.Equal("a;b='c", new DbConnectionStringBuilder { ConnectionString = model!.Storage.ConnectionString }["Password"]);
        Assert.Equal("a;b='c", new DbConnectionStringBuilder { ConnectionString = model.Warehouse }["Password"]);
        Assert.Contains("GRPCEXP_ADMIN_TOKEN", Assert.Single(Read("--postgres", "Host=x", "--admin-token=0123456789abcdef").Problems), StringComparison.Ordinal);
    }

    private static (ControlPlaneModel? Model, IReadOnlyList<string> Problems) Read(params string[] words) => ReadIn(_ => null, words);

    private static (ControlPlaneModel? Model, IReadOnlyList<string> Problems) ReadIn(Func<string, string?> variable, params string[] words)
    {
        var problems = new List<string>();
        var given = new SettingReader(ControlPlaneSettings.Table, problems).Read(words, variable);
        return (new ConfigValidator(given, problems).Validate(), problems);
    }
}
