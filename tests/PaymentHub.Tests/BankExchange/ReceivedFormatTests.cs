using System.IO.Compression;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>
/// Every format that a bank may send settles a payment with equal entries, and whatever tells of an entry again, money
/// moves once.
/// </summary>
public sealed class ReceivedFormatTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;

    private Hub Hub => fixture.Hub;

    [Theory]
    [InlineData("camt.053", 0)]
    [InlineData("camt.054", 1)]
    [InlineData("MT940", 2)]
    [InlineData("BAI2", 3)]
    [InlineData("CSV", 4)]
    public async Task Every_format_settles_a_payment_with_equal_entries(string format, int payment)
    {
        var who = ReleasedMonth.Vietin[payment];
        var told = (await NextAsync("VIETIN")).Book(await DebitAsync(who));

        var file = await SendAsync("VIETIN", told, format);

        $"{file["status"]} {file["matched"]} {file["breaks"]}".ShouldBe("Reconciled 1 0", file.ToJsonString());
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Settled");
        (await Hub.AskAsync<string>(
            $"""
            select amount || '/' || scale || '/' || coalesce(currency, '') || '/' || day || '/' || value_date || '/'
                || kind || '/' || booked || '/' || end_to_end_id || '/' || counter_account || '/' || bank_reference
            from hub.bank_entry where file_id = '{file["fileId"]}'
            """)).ShouldBe(
            $"-{Pension}/0/VND/2026-11-02/2026-11-02/Payment/true/{await Hub.EndToEndIdAsync(who)}/"
                + $"{who.Account}/{told.Id[..6]}{told.Sequence:0000}0000");
        if (format == "camt.054") await SendAsync("VIETIN", told, "camt.053");
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Theory]
    [InlineData("camt.054", "camt.053")]
    [InlineData("MT942", "MT940")]
    [InlineData("camt.052", "MT940")]
    public async Task What_was_notified_and_is_booked_later_moves_money_once(string first, string then)
    {
        var people = Pair(first + then);
        var told = (await NextAsync("AGRI")).Book(
            new Booking(2 * Pension) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            await DebitAsync(people[0]), await DebitAsync(people[1]));
        var notified = await SendAsync("AGRI", told, first);
        $"{notified["status"]} {notified["matched"]}".ShouldBe("Reconciled 3", notified.ToJsonString());
        await Hub.IdentitiesShouldHoldAsync();

        var booked = await SendAsync("AGRI", told, then);

        $"{booked["status"]} {booked["matched"]} {booked["breaks"]} {booked["known"]}".ShouldBe(
            "Reconciled 0 0 3", booked.ToJsonString());
        foreach (var who in people) (await SettledAsync(who)).ShouldBe(Pension);
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task Amounts_written_with_decimals_are_recognised_when_they_are_told_again()
    {
        var who = ReleasedMonth.Agri[9];
        var told = (await NextAsync("AGRI")).Book(await DebitAsync(who));
        var notified = System.Text.Encoding.UTF8.GetString(told.Write("camt.054"))
            .Replace("</Amt>", ".00</Amt>", StringComparison.Ordinal);
        await BankFiles.SendAsync(Hub, "AGRI", "le.xml", System.Text.Encoding.UTF8.GetBytes(notified));

        var booked = await SendAsync("AGRI", told, "camt.053");

        $"{booked["status"]} {booked["matched"]} {booked["breaks"]} {booked["known"]}".ShouldBe(
            "Reconciled 0 0 1", booked.ToJsonString());
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task A_notification_that_comes_after_the_statement_moves_nothing()
    {
        var who = ReleasedMonth.Agri[7];
        var told = (await NextAsync("AGRI")).Book(await DebitAsync(who));
        await SendAsync("AGRI", told, "MT940");

        var late = await SendAsync("AGRI", told, "camt.054");

        $"{late["status"]} {late["matched"]} {late["known"]}".ShouldBe("Reconciled 0 1", late.ToJsonString());
        (await SettledAsync(who)).ShouldBe(Pension);
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task A_batch_booked_in_one_line_is_the_payments_that_were_notified_one_by_one()
    {
        var people = ReleasedMonth.Bidv;
        var booking = await Hub.AskAsync<string>("select pmtinf_id from hub.batch where institution = 'BIDV'");
        var next = await NextAsync("BIDV");
        var notified = await SendAsync(
            "BIDV", next.Book([.. await Task.WhenAll(people.Select(DebitAsync))]), "camt.054");
        $"{notified["matched"]} {notified["breaks"]}".ShouldBe("3 0", notified.ToJsonString());

        var booked = await SendAsync(
            "BIDV", (await NextAsync("BIDV")).Book(
                new Booking(-3 * Pension) { BatchOf = booking, BatchCount = 3 }), "camt.053");

        $"{booked["status"]} {booked["known"]} {booked["breaks"]}".ShouldBe("Reconciled 1 0", booked.ToJsonString());
        foreach (var who in people) (await SettledAsync(who)).ShouldBe(Pension);
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task An_entry_that_only_informs_moves_nothing()
    {
        var who = ReleasedMonth.Agri[8];
        var told = (await NextAsync("AGRI")).Book(await DebitAsync(who));
        var text = System.Text.Encoding.UTF8.GetString(told.Write("camt.054"))
            .Replace("<Cd>BOOK</Cd>", "<Cd>INFO</Cd>", StringComparison.Ordinal)
            .Replace("<MsgId>M", "<MsgId>I", StringComparison.Ordinal);

        var file = await BankFiles.SendAsync(Hub, "AGRI", "info.xml", System.Text.Encoding.UTF8.GetBytes(text));

        $"{file["status"]} {file["matched"]}".ShouldBe("Reconciled 0", file.ToJsonString());
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Instructed");
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zip")]
    public async Task A_packed_statement_is_unpacked_and_booked(string package)
    {
        var told = (await NextAsync("VCB")).Book(
            new Booking(3_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });
        var bytes = Packed(told.Write("camt.053"), package);

        var file = await BankFiles.SendAsync(Hub, "VCB", $"sao-ke.{package}", bytes);

        $"{file["status"]} {file["matched"]}".ShouldBe("Reconciled 1", file.ToJsonString());
    }

    [Fact]
    public async Task A_type_that_the_senders_profile_does_not_list_is_refused_by_name()
    {
        var told = (await NextAsync("AGRI")).Book(
            new Booking(3_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });

        var file = await SendAsync("AGRI", told, "BAI2");

        $"{file["status"]} {Items(file["reasons"])[0]}".ShouldBe("Refused UNSUPPORTED_TYPE");
        $"{Items(file["findings"])[^1]["textEn"]}".ShouldContain("BAI2");
    }

    [Fact]
    public async Task A_statement_older_than_the_last_one_is_held_and_its_notified_days_are_not_lost()
    {
        var next = await NextAsync("VIETIN");
        await SendAsync("VIETIN", next.Book(
            new Booking(9_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") }), "camt.053");
        var old = (await NextAsync("VIETIN") with { Date = "2026-10-20" }).Book(
            new Booking(1_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });

        var file = await SendAsync("VIETIN", old, "camt.053");

        $"{file["status"]} {Items(file["reasons"])[0]}".ShouldBe("Held OUT_OF_ORDER", file.ToJsonString());
    }

    private static IReadOnlyList<RegisterLine> Pair(string formats) => formats switch
    {
        "camt.054camt.053" => [ReleasedMonth.Agri[1], ReleasedMonth.Agri[2]],
        "MT942MT940" => [ReleasedMonth.Agri[3], ReleasedMonth.Agri[4]],
        _ => [ReleasedMonth.Agri[5], ReleasedMonth.Agri[6]],
    };

    private static byte[] Packed(byte[] bytes, string package)
    {
        using var packed = new MemoryStream();
        if (package == "gz")
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(bytes);
        }
        else
        {
            using var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true);
            using var entry = zip.CreateEntry("sao-ke.xml").Open();
            entry.Write(bytes);
        }

        return packed.ToArray();
    }

    private async Task<FormatFile> NextAsync(string institution) =>
        FormatFile.Of(await StatementFile.NextAsync(Hub, institution));

    private async Task<Booking> DebitAsync(RegisterLine who) => new(-Pension)
    {
        EndToEndId = await Hub.EndToEndIdAsync(who),
        Account = who.Account,
        Text = "TRO CAP",
    };

    private async Task<long> SettledAsync(RegisterLine who) => await Hub.AskAsync<long>(
        """
        select coalesce(sum(o.amount), 0)::bigint from hub.payment_outcome o
        join hub.payment p on p.batch_id = o.batch_id and p.no = o.no
        where o.status = 'Settled' and p.end_to_end_id = $1
        """, await Hub.EndToEndIdAsync(who));

    private Task<JsonNode> SendAsync(string institution, FormatFile file, string format) =>
        BankFiles.SendAsync(Hub, institution, $"{file.Id}-{format}", file.Write(format));
}
