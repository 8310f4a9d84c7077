// Puts the page into the document.
import './style/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.js';
import { chooseTheme, chosenTheme } from './shell/theme.js';

chooseTheme(chosenTheme());
createRoot(document.getElementById('page')!).render(<App />);
