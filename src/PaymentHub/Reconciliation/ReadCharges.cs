using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>
/// A value date of a bank: how many transfers it booked, what the schedule lets it charge for them (null while none
/// was agreed), and what it charged. Đồng.
/// </summary>
public sealed record ChargedDay(LocalDate Day, int Transfers, long? Scheduled, long Charged);

/// <summary>A month of charges of one bank beside its contract; Difference is charged less scheduled.</summary>
public sealed record ChargedMonth(
    string Institution, string Period, int Transfers, long Scheduled, long Charged, long Difference,
    IReadOnlyList<ChargedDay> Days)
{
    internal static ChargedMonth Of(string institution, YearMonth period, IReadOnlyList<DayOfCharges> days)
    {
        var (scheduled, charged) = (days.Sum(d => d.Scheduled?.Dong ?? 0), days.Sum(d => d.Charged.Dong));
        return new ChargedMonth(
            institution, PeriodIso.Format(period), days.Sum(d => d.Transfers), scheduled, charged, charged - scheduled,
            [.. days.Select(d => new ChargedDay(d.Day, d.Transfers, d.Scheduled?.Dong, d.Charged.Dong))]);
    }
}

/// <summary>What a bank charged in a month beside what it may charge (đối chiếu phí với biểu phí).</summary>
public sealed class ReadCharges : IUseCase
{
    private const string Standing = """
        not exists (select from hub.match_undone u where u.file_id = m.file_id and u.entry = m.entry
                    and u.kind = m.kind and u.batch_id is not distinct from m.batch_id
                    and u.no is not distinct from m.no)
        """;

    private const string Query = $"""
        with booked as (
            select m.kind, m.value_date, m.amount, m.batch_id, m.no from hub.entry_match m
            join hub.bank_file_step f on f.file_id = m.file_id and f.status = 'Received'
            where f.institution = $1 and m.value_date >= $2 and m.value_date < $3
              and m.kind in ('Payment', 'Charge') and {Standing})
        select b.value_date, p.amount, count(*)::int, 0::bigint from booked b
        join hub.payment p on p.batch_id = b.batch_id and p.no = b.no where b.kind = 'Payment' group by 1, 2
        union all
        select value_date, null, 0, sum(amount)::bigint from booked where kind = 'Charge' group by 1
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/banks/{institution}/charges", HandleAsync).RequirePermission(Permissions.FilesView)
            .WithTags("Banks").Answers<ChargedMonth>("GetBankCharges");

    /// <summary>What the bank charged in a month, day by day, beside the agreed fee schedule.</summary>
    /// <remarks>Phí ngân hàng đã thu trong tháng so với biểu phí đã ký.</remarks>
    public static async Task<IResult> HandleAsync(
        string institution, string period, CurrentUser user, PartnerBanks banks, NpgsqlDataSource source,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        return user.Can(Permissions.FilesView, null, institution)
            && await OfAsync(banks, source, institution, month, cancellation) is { } charges
                ? Results.Ok(charges)
                : Problems.NotFound("đối tác này", "such bank");
    }

    /// <summary>The month, or null where the institution is no partner.</summary>
    public static async Task<ChargedMonth?> OfAsync(
        PartnerBanks banks, NpgsqlDataSource source, string institution, YearMonth month,
        CancellationToken cancellation)
    {
        if (await banks.FindAsync(institution, cancellation) is not { } bank) return null;
        var (transfers, charged) = (new List<BookedTransfers>(), new Dictionary<LocalDate, Money>());
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(institution));
        command.Parameters.Add(Parameter.Of(month.OnDayOfMonth(1)));
        command.Parameters.Add(Parameter.Of(month.PlusMonths(1).OnDayOfMonth(1)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var day = r.GetFieldValue<LocalDate>(0);
            if (r.IsDBNull(1)) charged[day] = new Money(r.GetInt64(3));
            else transfers.Add(new BookedTransfers(day, new Money(r.GetInt64(1)), r.GetInt32(2)));
        }

        return ChargedMonth.Of(institution, month, ChargeReview.Of(bank.Fees, transfers, charged));
    }
}
