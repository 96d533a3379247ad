using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JasperFx;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Funds;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>
/// The confirm step of an act on batches: what it covers in count and đồng, what is other than last month, whether the
/// funds suffice; then what became of each batch. The form carries a digest of what was shown, so that nobody signs a
/// list that changed meanwhile.
/// </summary>
public sealed partial class BatchActPage(
    CurrentUser me, OfficerActs acts, NpgsqlDataSource source, ReferenceData reference, AreaNames areas,
    HubSettings settings, SecondFactor secondFactor)
{
    private const int MostBatches = 20_000;

    private BatchAct? _act;
    private YearMonth _month;
    private bool _looked;
    private bool _permitted;
    private bool _changed;
    private bool _reasonMissing;
    private Refusal? _codeRefused;
    private string _digest = "";
    private int _twoSignatures;
    private IReadOnlyList<BatchItem> _items = [];
    private IReadOnlyDictionary<Guid, BatchItem> _before = new Dictionary<Guid, BatchItem>();
    private IReadOnlyList<FundPosition> _funds = [];
    private BatchComparison? _comparison;
    private BatchActResult? _result;
    private IReadOnlyDictionary<Guid, RefusedBatch> _refused = new Dictionary<Guid, RefusedBatch>();

    [SupplyParameterFromQuery(Name = "act")]
    public string? ActName { get; set; }

    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    [SupplyParameterFromQuery(Name = "id")]
    public string[]? Ids { get; set; }

    /// <summary>Everything in the filter that waits for the act, in place of named batches.</summary>
    [SupplyParameterFromQuery]
    public string? All { get; set; }

    [SupplyParameterFromQuery]
    public string? Commune { get; set; }

    [SupplyParameterFromQuery]
    public string? Area { get; set; }

    [SupplyParameterFromQuery]
    public string? Programme { get; set; }

    [SupplyParameterFromQuery]
    public string? Institution { get; set; }

    [SupplyParameterFromForm(FormName = "act")]
    public ActForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>Whether the act is signed with a code of the authenticator app.</summary>
    private bool NeedsCode => _act is BatchAct.Approve or BatchAct.Release && secondFactor.IsRequired;

    private HubSettings Settings => settings;

    private static Refusal MissingReason => new ReasonMissing();

    private long Payments => _items.Sum(b => (long)b.Payments);

    private long Amount => _items.Sum(b => b.Amount);

    private long Held => _items.Sum(b => b.HeldAmount);

    private int Misplaced => _act is { } act ? _items.Count(b => !WaitingFor(act).Contains(b.Status)) : 0;

    private string Back => _items is [var one]
        ? BatchPage.PathOf(one.BatchId)
        : BatchesPage.PathOf(_month, null, Commune, Programme, Institution, Area);

    private Crumb[] Crumbs =>
    [
        new(T["Month.Title", Shown.Month(_month)],
            MonthPage.PathOf(_month)),
        new(T["Batches"], BatchesPage.PathOf(_month)),
        .. _items is [var one] ? [new Crumb(one.Code, BatchPage.PathOf(one.BatchId))] : Array.Empty<Crumb>(),
    ];

    private Tile[] Figures =>
    [
        new(T["Batches"], Shown.Count(_items.Count)),
        new(T["Payments"], Shown.Count(Payments)),
        new(T["Amount"], Shown.Money(Amount)),
        new(
            T["Act.HeldOut"], Shown.Money(Held),
            Held > 0 ? T["Act.HeldOutNote", Shown.Count(_items.Sum(b => b.HeldPayments))].Value : null,
            Held > 0 ? Tone.Warn : Tone.Idle),
    ];

    /// <summary>The states in which a batch waits for the act.</summary>
    public static string[] WaitingFor(BatchAct act) => act switch
    {
        BatchAct.Submit => ["Placed"],
        BatchAct.Approve or BatchAct.Return => ["Submitted", "Signed"],
        _ => ["Approved"],
    };

    /// <summary>The confirm step for everything in a filter that waits for the act.</summary>
    public static string PathOf(
        BatchAct act, YearMonth month, string? commune = null, string? programme = null, string? institution = null,
        string? area = null) =>
        "/batches/act" + BatchesPage.PathOf(month, null, commune, programme, institution, area)["/batches".Length..]
            + $"&all=true&act={act}";

    /// <summary>The confirm step for one batch.</summary>
    public static string PathOf(BatchAct act, BatchItem batch) =>
        $"/batches/act?period={batch.Period}&id={batch.BatchId}&act={act}";

    protected override async Task OnInitializedAsync()
    {
        _looked = true;
        if (!PeriodIso.TryParse(Period, out _month)
            || !Enum.TryParse<BatchAct>(ActName, ignoreCase: true, out var act) || !Enum.IsDefined(act))
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _act = act;
        _permitted = me.Can(BatchOffers.PermissionOf(act));
        if (!_permitted) return;
        _items = await ItemsAsync(SelectionOf(act));
        _digest = DigestOf(act, _items);
        _twoSignatures = _items.Count(b => settings.Approval.SignaturesFor(new Money(b.Amount)) > 1);
        Guid[] ids = [.. _items.Select(b => b.BatchId)];
        if (ids.Length == 0 || act is BatchAct.Release or BatchAct.Return) return;
        _comparison = await CompareBatch.SummaryAsync(source, ids, _month, Http.RequestAborted);
        if (act == BatchAct.Approve) _funds = await ReadFunds.OfBatchesAsync(source, me, ids, Http.RequestAborted);
    }

    private async Task RunAsync()
    {
        if (_act is not { } act || !_permitted || _items.Count == 0) return;
        _reasonMissing = act == BatchAct.Return && (Form?.Reason?.Trim().Length ?? 0) < 5;
        _changed = Form?.Digest != _digest;
        if (_changed || _reasonMissing) return;
        if (NeedsCode) _codeRefused = await secondFactor.CheckAsync(me.UserName, Form?.Code);
        if (_codeRefused is not null) return;
        Guid[] ids = [.. _items.Select(b => b.BatchId)];
        _before = _items.ToDictionary(b => b.BatchId);
        try
        {
            _result = await acts.RunAsync(act, _month, ids, Form?.Reason, Http.RequestAborted);
        }
        catch (ConcurrencyException)
        {
            _changed = true;
        }

        _items = await ItemsAsync(new BatchFilter(_month) { BatchIds = ids });
        _digest = DigestOf(act, _items);
        if (_result is not null) _refused = _result.Refused.ToDictionary(r => r.BatchId);
    }

    private BatchFilter SelectionOf(BatchAct act) => All == "true"
        ? new BatchFilter(_month, Set(Commune), Set(Programme), Set(Institution)) { Statuses = WaitingFor(act) }
            .In(Area, reference)
        : new BatchFilter(_month)
        {
            BatchIds = [.. (Ids ?? []).Select(i => Guid.TryParse(i, out var id) ? id : Guid.Empty).Distinct()],
        };

    private async Task<IReadOnlyList<BatchItem>> ItemsAsync(BatchFilter filter) =>
        (await ReadBatches.QueryAsync(
            source, reference, me, filter, new PageOf(1, MostBatches), Http.RequestAborted)).Items;

    private string FundName(FundPosition fund) =>
        $"{T[$"Programme.{fund.Programme}"]} — {areas.Commune(fund.Commune)} — {T[$"Source.{fund.Source}"]} "
            + $"{fund.FiscalYear}";

    private string ShortOf(FundPosition fund) => T[
        "Fund.ShortWhat", Shown.Money(fund.Available), Shown.Money(fund.Needed), Shown.Money(-fund.After)];

    private static string DigestOf(BatchAct act, IReadOnlyList<BatchItem> items)
    {
        var text = new StringBuilder(act.ToString());
        foreach (var b in items)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{b.BatchId:N},{b.Status},{b.Payments},{b.Amount}");
            text.Append(CultureInfo.InvariantCulture, $",{b.HeldAmount},{b.ContentHash}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The confirmation: what was shown, and why a batch goes back.</summary>
    public sealed class ActForm
    {
        public string? Digest { get; set; }

        public string? Reason { get; set; }

        public string? Code { get; set; }
    }
}
