// Draws a card as Teams does on a phone, by Microsoft's own renderer. Charts are drawn by Teams alone: here stands what they fall back to.
function drawCard(card, isDark) {
  const [ink, subtle, paper, line] = isDark ? ['#ffffff', '#adadad', '#292929', '#3d3d3d'] : ['#242424', '#616161', '#ffffff', '#e0e0e0'];
  const of = color => ({ default: color, subtle: color });
  const foregroundColors = {
    default: { default: ink, subtle },
    accent: of(isDark ? '#9ea2ff' : '#5b5fc7'),
    good: of(isDark ? '#92c353' : '#237b4b'),
    warning: of(isDark ? '#f8d22a' : '#835c00'),
    attention: of(isDark ? '#f9526b' : '#c4314b'),
  };
  const style = { backgroundColor: paper, borderColor: line, foregroundColors };
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig({
    fontFamily: '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif',
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 12 },
    separator: { lineThickness: 1, lineColor: line },
    containerStyles: { default: style, emphasis: { ...style, backgroundColor: isDark ? '#333333' : '#f5f5f5' } },
    actions: { maxActions: 6, spacing: 'default', buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left' },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 110 }, value: { wrap: true }, spacing: 12 },
    inputs: {
      label: { requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' }, optionalInputs: { weight: 'bolder' } },
    },
  });
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text).replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');
    result.didProcess = true;
  };
  const context = new AdaptiveCards.SerializationContext();
  drawn.parse(card, context);
  const faults = [];
  for (let i = 0; i < context.eventCount; i++) faults.push(context.getEventAt(i).message);
  const invalid = drawn.validateProperties();
  for (const fault of invalid.validationEvents) faults.push(fault.message);
  const place = document.createElement('div');
  place.className = 'teams';
  place.appendChild(drawn.render());
  document.body.appendChild(place);
  // Who is drawn no chart reads its values.
  for (const words of card.body.filter(one => one.type.startsWith('Chart.')).flatMap(chart => chart.fallback.items ?? []))
    if (!place.textContent.includes(words.text)) faults.push(`Nobody reads '${words.text}'.`);
  // Charts are drawn by Teams alone, and choices that are looked up while somebody types are none at first.
  return faults.filter(fault => !/element type "Chart\.|must have at least one choice/.test(fault));
}
const markdown = typeof window !== 'undefined' && window.markdownit ? window.markdownit({ html: false, breaks: false }) : null;
