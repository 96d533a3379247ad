using Microsoft.AspNetCore.Components;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Register;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>
/// The two-person change of an account or payee on the person's page; every act is the use case's own function.
/// </summary>
public sealed partial class PersonPayout
{
    private Refusal? _refusal;

    [Parameter, EditorRequired]
    public PersonView Person { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Dossier { get; set; } = "";

    [SupplyParameterFromForm(FormName = "payout")]
    public Values? Payout { get; set; }

    /// <summary>The reason of a refusal; the name of its form carries the change.</summary>
    [SupplyParameterFromForm]
    public DeclineValues? Decline { get; set; }

    /// <summary>What the last act did: yes, or held where payments wait now.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private string Target => PersonPage.PathOf(Dossier) + "#payout";

    private IEnumerable<PersonPayoutChange> Waiting => Person.PayoutChanges.Where(c => c.Step == "Proposed");

    private bool MayPropose => Me.Can(Permissions.RegisterChange, Person.Versions[0].Commune, null)
        && Dossiers.Any();

    private IEnumerable<Choice> Dossiers => Person.Decisions
        .Where(d => d.Method is not (null or "Fund") && Waiting.All(w => w.Dossier != d.Dossier))
        .Select(d => new Choice(d.Dossier, $"{d.Dossier} · {T[$"Programme.{d.Programme}"]}"));

    private IEnumerable<Choice> Institutions => Areas.Institutions.Select(i => new Choice(i.Code, i.Name));

    private IEnumerable<Choice> Banks => Reference.BankBins.OrderBy(b => b.Value, StringComparer.OrdinalIgnoreCase)
        .Select(b => new Choice(b.Key, $"{b.Value} ({b.Key})"));

    private IEnumerable<Choice> Relations =>
        Enum.GetValues<PayeeRelation>().Select(r => new Choice(r.ToString(), T[$"Relation.{r}"]));

    private bool MayDecide(PersonPayoutChange change) =>
        Me.Can(Permissions.RegisterConfirm, Person.Versions[0].Commune, null)
        && !string.Equals(change.ProposedBy, Me.UserName, StringComparison.OrdinalIgnoreCase);

    private async Task ProposeAsync()
    {
        if (Payout is not { } form) return;
        var dossier = form.Dossier ?? Dossier;
        if (!Person.Decisions.Any(d => d.Dossier == dossier)) return;
        var isCash = Reference.Institutions.TryGetValue(form.Institution ?? "", out var to) && to.IsPost;
        var relation = Enum.TryParse<PayeeRelation>(form.Relation, out var known) ? known : PayeeRelation.Self;
        Follow(await Change.ProposeAsync(
            dossier,
            new PayoutWish(
                isCash ? PayoutMethod.Cash : PayoutMethod.Transfer, form.Institution ?? "", form.BankBin, form.Account,
                form.Holder, relation, form.PayeeName, form.PayeeIdentifier, FormDays.Of(form.PayeeFrom),
                FormDays.Of(form.PayeeUntil), form.PayeeDocument, form.Evidence ?? "", form.Reason ?? ""),
            Http.RequestAborted));
    }

    private async Task ConfirmAsync(PersonPayoutChange change) =>
        Follow(await Change.ConfirmAsync(change.Dossier, change.ChangeId, Http.RequestAborted));

    private async Task DeclineAsync(PersonPayoutChange change) =>
        Follow(await Change.DeclineAsync(
            change.Dossier, change.ChangeId, Decline?.Reason ?? "", Http.RequestAborted));

    // The page is read anew, so that a reload sends nothing twice.
    private void Follow(PayoutChangeResult result)
    {
        _refusal = result.Refusal;
        if (!result.Found || _refusal is not null) return;
        var done = result.Answer is { HeldPayments.Count: > 0 } ? "held" : "yes";
        Navigation.NavigateTo($"{PersonPage.PathOf(Dossier)}?done={done}#payout");
    }

    /// <summary>What the officer writes; days as a browser sends them.</summary>
    public sealed class Values
    {
        public string? Dossier { get; set; }

        public string? Institution { get; set; }

        public string? BankBin { get; set; }

        public string? Account { get; set; }

        public string? Holder { get; set; }

        public string? Relation { get; set; }

        public string? PayeeName { get; set; }

        public string? PayeeIdentifier { get; set; }

        public string? PayeeFrom { get; set; }

        public string? PayeeUntil { get; set; }

        public string? PayeeDocument { get; set; }

        public string? Evidence { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>Why a change is declined.</summary>
    public sealed class DeclineValues
    {
        public string? Reason { get; set; }
    }
}
