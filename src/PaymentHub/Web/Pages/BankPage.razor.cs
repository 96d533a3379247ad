using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Access;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>One partner bank: what was agreed, its ways and keys, its certification, and what may be changed.</summary>
public sealed partial class BankPage(
    PartnerBanks banks, IQuerySession session, ActOnBank act, SecondFactor factor, CurrentUser me,
    NavigationManager navigation)
{
    private BankState? _bank;
    private bool _looked;
    private Refusal? _refusal;
    private string? _secret;
    private IReadOnlyList<TimelineItem> _history = [];

    [Parameter]
    public string Code { get; set; } = "";

    [SupplyParameterFromQuery]
    public bool Saved { get; set; }

    [SupplyParameterFromForm]
    public BankForm? Act { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private bool MayManage => me.Can(Permissions.BanksManage, null, Code);

    private TableColumn[] WaitingColumns =>
        [new(T["Bank.Change"]), new(T["Bank.Subject"]), new(T["Reason"]), new(T["Bank.Agree"])];

    /// <summary>The address of the page of a bank.</summary>
    public static string PathOf(string institution) => $"/banks/{Uri.EscapeDataString(institution)}";

    protected override async Task OnInitializedAsync()
    {
        if (me.Can(Permissions.BanksView, null, Code)
            && await banks.FindAsync(Code, Http.RequestAborted) is { } bank)
        {
            _bank = BankState.Of(bank);
            var steps = await PartnerStory.OfAsync(session, Code, Http.RequestAborted);
            _history = [.. steps.Select(ItemOf)];
        }

        _looked = true;
        if (_bank is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private TimelineItem ItemOf(PartnerStep step) => new(
        step.At, $"{T[$"Bank.Event.{step.What}"]}{(step.Subject is { Length: > 0 } of ? $": {of}" : "")}", step.ByUser,
        step.Why);

    private Task TermsAsync() => ManageAsync((bank, user, now) => TermsOf(Act!) is { } terms
        ? PartnerBankDecisions.SetTerms(bank, terms, Act!.Reason, user, now)
        : new FieldUnfit());

    private Task DesksAsync() => ManageAsync((bank, user, now) =>
        PartnerBankDecisions.SetDesks(bank, DesksOf(Act!.Desks), Act!.Reason, user, now));

    private Task AccountAsync() => ProposeAsync(() => FormDays.Of(Act!.From) is { } from
        ? new GuardedChange(new BankAccount(Act!.Number?.Trim() ?? "", Act!.Holder?.Trim() ?? "", from))
        : null);

    private Task ChannelAsync() => ProposeAsync(() => Enum.TryParse<ChannelKind>(Act!.Kind, out var kind)
        ? new GuardedChange(Channel: new BankChannel(
            kind, Set(Act!.Host), Whole(Act!.Port), Set(Act!.User), Set(Act!.HostKey), Set(Act!.Drop),
            Set(Act!.Pickup)))
        : null);

    private Task FeesAsync() => ProposeAsync(() => FeesOf(Act!) is { } fees ? new GuardedChange { Fees = fees } : null);

    private Task LiveAsync() => ProposeAsync(() => new GuardedChange(GoesLive: true));

    private Task KeyAsync()
    {
        if (!Enum.TryParse<KeyUse>(Act?.Use, out var use) || Days() is not (var from, var until)) return UnfitAsync();
        var (key, refusal) = PublicKeys.Read(use, Act!.Pem, from, until);
        if (refusal is null) return ProposeAsync(() => new GuardedChange(Key: key));
        _refusal = refusal;
        return Task.CompletedTask;
    }

    // The page that shows the secret is the answer to the form itself, so that no address and no reload shows it again.
    private async Task SecretAsync()
    {
        if (Days() is not (var from, var until))
        {
            await UnfitAsync();
            return;
        }

        var secret = PublicKeys.NewSecret();
        var key = PublicKeys.OfSecret(secret, Code, from, until);
        var result = await act.RunAsync(Code, Permissions.BanksManage, (bank, user, now) =>
            PartnerBankDecisions.Propose(bank, new(Key: key), Act!.Reason, user, act.Today, now), Http.RequestAborted);
        _refusal = result.Refusal;
        if (result is { Refusal: null, Bank: { } changed }) (_secret, _bank) = (secret, BankState.Of(changed));
    }

    private Task CertifyAsync() => ManageAsync(PartnerBankDecisions.StartCertification);

    private Task SuspendAsync() => ManageAsync((bank, user, now) =>
        PartnerBankDecisions.Suspend(bank, Act!.Reason, user, now));

    private async Task AgreeAsync(int no)
    {
        _refusal = factor.IsRequired ? await factor.CheckAsync(me.UserName, Act?.Code) : null;
        if (_refusal is null) await RunAsync(Permissions.BanksConfirm, (bank, user, now) =>
            PartnerBankDecisions.Agree(bank, no, user, now));
    }

    private Task DeclineAsync(int no) => RunAsync(Permissions.BanksConfirm, (bank, user, now) =>
        PartnerBankDecisions.Decline(bank, no, Act?.Reason, user, now));

    private Task ProposeAsync(Func<GuardedChange?> change) => ManageAsync((bank, user, now) => change() is { } asked
        ? PartnerBankDecisions.Propose(bank, asked, Act!.Reason, user, act.Today, now)
        : new FieldUnfit());

    private Task ManageAsync(Func<PartnerBank, string, Instant, Decision> decide) =>
        RunAsync(Permissions.BanksManage, decide);

    private async Task RunAsync(string permission, Func<PartnerBank, string, Instant, Decision> decide)
    {
        Act ??= new BankForm();
        var result = await act.RunAsync(Code, permission, decide, Http.RequestAborted);
        _refusal = result.Refusal;
        if (result is { Found: true, Refusal: null }) navigation.NavigateTo(PathOf(Code) + "?saved=true");
    }

    private Task UnfitAsync()
    {
        _refusal = new FieldUnfit();
        return Task.CompletedTask;
    }

    private (LocalDate From, LocalDate Until)? Days() =>
        FormDays.Of(Act?.From) is { } from && FormDays.Of(Act?.Until) is { } until ? (from, until) : null;

    private static BankTerms? TermsOf(BankForm form)
    {
        var cutOff = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(form.CutOff ?? "");
        var days = Words(form.Holidays).Select(FormDays.Of).ToList();
        if (!cutOff.Success || days.Contains(null) || Whole(form.Hours) is not { } hours) return null;
        return new BankTerms(
            form.Profile?.Trim() ?? "", Words(form.FormatsOut), Words(form.FormatsIn), Whole(form.Payments),
            Number(form.Sum), cutOff.Value, [.. days.OfType<LocalDate>()], hours);
    }

    private static FeeSchedule? FeesOf(BankForm form) =>
        FormDays.Of(form.From) is { } from && Number(form.Fixed) is { } fixedFee && PerMillion(form.Share) is { } share
        && Number(Set(form.Least) ?? "0") is { } least && Whole(form.Vat) is { } vat
        && (Set(form.Most) is null || Number(form.Most) is not null)
            ? new FeeSchedule(from, fixedFee, share, least, Number(form.Most), vat)
            : null;

    // Percent with up to four digits, after a comma or a point.
    private static int? PerMillion(string? percent)
    {
        const decimal InPercent = 10_000;
        var text = (percent ?? "").Trim().Replace(',', '.');
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share))
            return null;
        share *= InPercent;
        return share == decimal.Truncate(share) && share <= int.MaxValue ? (int)share : null;
    }

    private static BankDesk[] DesksOf(string? lines) =>
    [
        .. (lines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(l => l.Split(';', StringSplitOptions.TrimEntries))
            .Select(p => new BankDesk(p[0], p.ElementAtOrDefault(1) ?? "", p.ElementAtOrDefault(2) ?? "")),
    ];

    private static string[] Words(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A field of a form holds what cannot be read.</summary>
public sealed record FieldUnfit() : Refusal(
    "field-unfit", "Có ô chưa điền hoặc điền sai dạng (ngày, giờ, số). Hãy kiểm tra rồi gửi lại.",
    "A field is empty or not of its form (day, time, number). Check them and send again.");

/// <summary>What is written into the forms of the page of a bank.</summary>
public sealed class BankForm
{
    public string? Reason { get; set; }

    public string? Code { get; set; }

    public string? Profile { get; set; }

    public string? FormatsOut { get; set; }

    public string? FormatsIn { get; set; }

    public string? Payments { get; set; }

    public string? Sum { get; set; }

    public string? CutOff { get; set; }

    public string? Holidays { get; set; }

    public string? Hours { get; set; }

    public string? Desks { get; set; }

    public string? Number { get; set; }

    public string? Holder { get; set; }

    public string? From { get; set; }

    public string? Until { get; set; }

    public string? Kind { get; set; }

    public string? Host { get; set; }

    public string? Port { get; set; }

    public string? User { get; set; }

    public string? HostKey { get; set; }

    public string? Drop { get; set; }

    public string? Pickup { get; set; }

    public string? Fixed { get; set; }

    public string? Share { get; set; }

    public string? Least { get; set; }

    public string? Most { get; set; }

    public string? Vat { get; set; }

    public string? Use { get; set; }

    public string? Pem { get; set; }
}
