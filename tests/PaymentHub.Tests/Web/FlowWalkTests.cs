using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Web;

/// <summary>The month's money step by step, as an inspector reads it.</summary>
public sealed class FlowWalkTests(BrowserFixture browser, ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    [Fact]
    public async Task What_a_bank_accepted_and_did_not_book_opens_as_a_list()
    {
        var hub = fixture.Hub;
        var message = await hub.AskAsync<string>(
            "select message_id from hub.instruction_file where institution = 'AGRI' and kind <> 'Advance'");
        await BankFiles.SendAsync(hub, "AGRI", "tl.xml", Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
            <GrpHdr><MsgId>AGRI-TL</MsgId><CreDtTm>2026-11-02T08:05:00+07:00</CreDtTm></GrpHdr>
            <OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
            <GrpSts>ACSP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>
            """));
        await using var visitor = await Visitor.ArriveAsync(browser, hub);
        await visitor.SignInAsync("thanhtra", looks: false);

        await visitor.OpenAsync($"/months/{Period}");

        var steps = await visitor.Page.Locator("#flow tbody th").AllInnerTextsAsync();
        steps.Select(s => s.Trim()).ShouldBe(
        [
            "Phải chi", "Đã duyệt", "Đã phát lệnh", "Đơn vị chi trả đã nhận", "Đã ghi nợ hoặc ký nhận",
            "Người hưởng đã nhận", "Chi lại",
        ]);
        await visitor.Page.Locator("#flow").ScrollIntoViewIfNeededAsync();
        await BrowserFixture.ScreenshotAsync(visitor.Page, "month-flow");
        await visitor.Page.Locator("#flow a", new() { HasText = "Đã nhận, chưa ghi nợ" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/accepted**");
        (await visitor.TextAsync()).ShouldContain(await hub.EndToEndIdAsync(ReleasedMonth.Agri[0]));
        await BrowserFixture.ScreenshotAsync(visitor.Page, "month-accepted");
    }
}
