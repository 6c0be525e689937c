using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Lifecycle;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>All moves that pages offer, the one that leads on first.</summary>
internal static class MoveCatalog
{
    public static readonly IReadOnlyList<MoveDefinition> All =
    [
        Of("submit", Transition.SubmitExperiment, "Submit for review", "Submitted for review.", "A second person has to approve it. Until then it can only be sent back.", "primary"),
        Of("approve", Transition.ApproveExperiment, "Approve", "Approved.", "It owns its flag, or its slice of the layer, from then on, and can start. Your name stays on the approval.", "primary"),
        Of("start", Transition.StartExperiment, "Start", "Started.", "Units are assigned from now on, and metric versions are pinned. Design and metrics cannot change any more.", "primary"),
        Of("ramp", Transition.RampExperiment, "Raise traffic", "Traffic raised.", "More units come in. Nobody who is in leaves, and traffic never falls again.", ""),
        Of("conclude", Transition.ConcludeExperiment, "Conclude", "Concluded.", "Assignment ends, the decision sets the flag's default, and the scorecard of the last build is frozen with it.", "primary"),
        Of("request-changes", Transition.RequestChanges, "Request changes", "Sent back with your request.", "It becomes a draft again; an approval is taken back, and what it reserved is free.", "", needsReason: true),
        new("kill", null, $"/{FlagService.Descriptor.FullName}/SetEnabled", "Kill switch", "The flag is off.",
            "The flag goes off at once and serves its off variant to everybody, within seconds and everywhere. The experiment stays as it is, and its data will tell of the gap.", "danger", NeedsReason: true),
        Of("archive", Transition.ArchiveExperiment, "Archive", "Archived.", "It is put away for good: nothing about it can change any more.", ""),
    ];

    public static MoveDefinition? Find(string name) => All.FirstOrDefault(move => move.Name == name);

    /// <summary>What somebody can do with an experiment as it stands.</summary>
    public static IReadOnlyList<MoveLink> LinksFor(PageContext page, Experiment experiment)
    {
        var legal = StateMachine.LegalFrom(experiment.State);
        return
        [
            .. All.Where(move => (move.By is { } by ? legal.Contains(by) : experiment.State == ExperimentState.Running) && page.May(move.Method))
                .Select(move => new MoveLink(move.Name, move.Label, move.Class)),
            .. page.May(ShareLinks.Method) ? [new MoveLink("share", "Share", "")] : Array.Empty<MoveLink>(),
        ];
    }

    private static MoveDefinition Of(string name, Transition by, string label, string done, string consequence, string style, bool needsReason = false) =>
        new(name, by, PageMethods.Of(by.ToString()), label, done, consequence, style, needsReason);
}
