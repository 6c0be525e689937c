using System.Text.Json;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>What a page is looked at for in the browser itself.</summary>
internal static class PageChecks
{
    /// <summary>How many pixels the page is wider than its window.</summary>
    public const string Overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    /// <summary>
    /// Texts whose contrast with what lies behind them is too low by WCAG 2.2 (1.4.3): 4.5 to 1, and 3 to 1 for large ones. Relative luminance as
    /// there. Text of SVG has its fill for a colour.
    /// </summary>
    public const string LowContrast = """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const rgba = text => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1); const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
          const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat([1]);
          const luminance = c => { const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = element => { const layers = []; for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor)); return layers.reverse().reduce((below, layer) => over(layer, below), rgba(getComputedStyle(document.documentElement).colorScheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches ? '#000' : '#fff')); };
          const found = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            const text = walker.currentNode.textContent.trim();
            if (!text || !element.checkVisibility() || element.closest('.hidden, .skip, option, thead')) continue;
            const style = getComputedStyle(element);
            const ink = rgba(element.closest('svg') ? style.fill : style.color);
            const ground = behind(element);
            const [high, low] = [luminance(over(ink, ground)), luminance(ground)].sort((a, b) => b - a);
            const size = parseFloat(style.fontSize);
            const enough = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700) ? 3 : 4.5;
            const ratio = (high + 0.05) / (low + 0.05);
            if (ratio < enough) found.push(`${ratio.toFixed(2)} ${element.tagName}.${element.getAttribute('class') ?? ''}: ${text.slice(0, 40)}`);
          }
          return [...new Set(found)];
        }
        """;

    /// <summary>Pictures without words, fields without labels, and headings that skip a level.</summary>
    public const string Unnamed = """
        () => {
          const found = [];
          for (const e of document.querySelectorAll('svg, [role=img]')) if (e.getAttribute('aria-hidden') !== 'true' && !e.closest('[aria-hidden=true]') && !e.closest('.chart') && !e.getAttribute('aria-label')) found.push(e.outerHTML.slice(0, 80));
          for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea')) if (!e.labels?.length && !e.getAttribute('aria-label')) found.push(e.outerHTML.slice(0, 80));
          let level = 0;
          for (const e of document.querySelectorAll('h1, h2, h3')) { const next = Number(e.tagName[1]); if (next > level + 1) found.push(`${e.tagName} ${e.textContent} after h${level}`); level = next; }
          return found;
        }
        """;

    /// <summary>Texts of a result.</summary>
    public static IReadOnlyList<string> Texts(JsonElement? result) => result is { } found ? [.. found.EnumerateArray().Select(text => text.GetString()!)] : [];
}
