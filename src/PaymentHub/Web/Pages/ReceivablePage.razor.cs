using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Ledger;
using PaymentHub.Ledger;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>One receivable: what was demanded, what came back, and the acts on it.</summary>
public sealed partial class ReceivablePage(
    CurrentUser me, ReceivableBooks books, IQuerySession session, NavigationManager navigation)
{
    private Receivable? _state;
    private bool _looked;
    private Refusal? _refusal;

    /// <summary>An instalment plan as the officer writes it: a day and an amount on each line.</summary>
    public sealed class PlanValues
    {
        public string? Lines { get; set; }

        public string? Paper { get; set; }
    }

    /// <summary>Money that came back.</summary>
    public sealed class MoneyValues
    {
        public string? Amount { get; set; }

        public string? ValueDate { get; set; }

        public string? Channel { get; set; }

        public string? Reference { get; set; }

        public string? PaidBy { get; set; }
    }

    /// <summary>Why what is left is given up.</summary>
    public sealed class GiveUpValues
    {
        public string? Number { get; set; }

        public string? Reason { get; set; }
    }

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromForm(FormName = "parts")]
    public PlanValues? Parts { get; set; }

    [SupplyParameterFromForm(FormName = "money")]
    public MoneyValues? Came { get; set; }

    [SupplyParameterFromForm(FormName = "give-up")]
    public GiveUpValues? GiveUp { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private TableColumn[] PlanColumns => [new(T["Receivables.Due"]), new(T["Amount"], Numeric: true)];

    private IEnumerable<Choice> Channels => Enum.GetNames<CollectionChannel>()
        .Select(c => new Choice(c, T[$"Receivable.Channel.{c}"]));

    /// <summary>The address of a receivable.</summary>
    public static string PathOf(Guid id) => $"{ReceivablesPage.Path}/{id}";

    protected override async Task OnInitializedAsync()
    {
        var state = await session.Events.AggregateStreamAsync<Receivable>(Id, token: Http.RequestAborted);
        if (state is not null && me.Can(Permissions.LedgerView, state.Opened.Commune, null)) _state = state;
        _looked = true;
        if (_state is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    internal static long DongOf(string? text)
    {
        var digits = new string([.. (text ?? "").Where(char.IsAsciiDigit)]);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var dong) ? dong : 0;
    }

    // A line that cannot be read counts nothing, so that the sum differs and is refused with both amounts.
    private static InstalmentBody PartOf(string line)
    {
        var words = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new InstalmentBody(
            FormDays.Of(words[0]) ?? LocalDate.MinIsoValue, words.Length > 1 ? DongOf(words[1]) : 0);
    }

    private Task AgreeAsync()
    {
        var lines = (Parts?.Lines ?? "").Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ShowAsync(books.AgreeAsync(
            Id, new PlanBody([.. lines.Select(PartOf)], Parts?.Paper), Http.RequestAborted));
    }

    private Task CollectAsync() => ShowAsync(books.CollectAsync(
        Id,
        new CollectedBody(
            DongOf(Came?.Amount), FormDays.Of(Came?.ValueDate) ?? LocalDate.MaxIsoValue,
            Enum.TryParse<CollectionChannel>(Came?.Channel, out var channel) ? channel : CollectionChannel.Treasury,
            Came?.Reference, Came?.PaidBy),
        Http.RequestAborted));

    private Task ProposeAsync() => ShowAsync(books.ProposeWriteOffAsync(
        Id, new WriteOffBody(GiveUp?.Number, GiveUp?.Reason), Http.RequestAborted));

    private Task WriteOffAsync() => ShowAsync(books.WriteOffAsync(Id, Http.RequestAborted));

    private async Task ShowAsync(Task<(bool Found, Refusal? Refusal)> acting)
    {
        (_, _refusal) = await acting;
        if (_refusal is null) navigation.NavigateTo(PathOf(Id));
    }
}
